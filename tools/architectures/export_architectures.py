#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports every architecture with channel gates of timm and torchvision, as graphs without weights.

    tools/architectures/export_architectures.py FOLDER [--names gated.json] [--only NAME ..]

Each becomes FOLDER/PACKAGE.NAME.json: the graph as torch.export writes it (models/model.json of a .pt2), the
keys and shapes of its state dict, the values of the constants that no state dict holds (indices of relative
positions, windows), and how its images are prepared. Stack traces and paths are left out. What is there already is
not exported again. `build_catalogue` makes resources/architectures/catalogue of that folder.

`--names` is a JSON object whose keys are timm's architectures (or `{"torchvision": [..], "timm": [..]}`); without
it: every architecture of timm whose modules hold a gate (by their classes), and torchvision's EfficientNet,
EfficientNetV2, MobileNetV3 and RegNetY. Needs Python with torch, torchvision and timm; nothing is downloaded.
"""
import argparse
import base64
import importlib.metadata
import json
import pathlib
import re
import sys
import time
import traceback

import torch
import torchvision  # noqa: F401  (registers its models)
import timm
from torch._export.serde.serialize import serialize

TORCHVISION = re.compile(r"efficientnet_|mobilenet_v3_|regnet_y_")
# Classes of modules that hold a gate, by a part of their name.
GATES = re.compile(r"SE|Squeeze|Eca|Attn|Attention|GlobalContext|GatherExcite|SelectiveKernel|SplitAttn|Cbam")
# Operators that hold no literal of the image's size, whatever their arguments.
SIZE_FREE = set(
    "conv2d conv1d batch_norm group_norm layer_norm add add_ mul mul_ sub div relu relu_ relu6 silu silu_ hardswish "
    "hardswish_ hardsigmoid hardsigmoid_ sigmoid sigmoid_ tanh gelu hardtanh hardtanh_ clamp mish leaky_relu leaky_relu_ "
    "softmax mean sum linear matmul flatten dropout dropout_ cat stack adaptive_avg_pool2d max_pool2d alias contiguous "
    "permute transpose unsqueeze expand_as reshape_as sym_size".split())


def timm_model(name, device, **more):
    with torch.device(device):
        return timm.create_model(name, pretrained=False, **more).eval()


def torchvision_model(name, device):
    # RegNet computes its widths with tensors, which hold nothing on the meta device.
    with torch.device("cpu" if name.startswith("regnet") else device):
        return torchvision.models.get_model(name, weights=None).eval().to(device)


def timm_config(model):
    given = model.pretrained_cfg
    head = given.get("classifier") or []
    return {
        "input": list(given["input_size"]),
        "mean": list(given["mean"]),
        "std": list(given["std"]),
        "crop_pct": given["crop_pct"],
        "interpolation": given["interpolation"],
        "classes": model.num_classes,
        "head": [head] if isinstance(head, str) else list(head),
        "fixed": bool(given.get("fixed_input_size")),
    }


def torchvision_config(name):
    weights = torchvision.models.get_model_weights(name).DEFAULT
    transforms = weights.transforms()
    crop = transforms.crop_size[0]
    head = {"regnet": "fc", "mobile": "classifier.3", "effici": "classifier.1"}[name[:6]]
    return {
        "input": [3, crop, crop],
        "mean": list(transforms.mean),
        "std": list(transforms.std),
        "crop_pct": crop / transforms.resize_size[0],
        "interpolation": transforms.interpolation.value,
        "classes": len(weights.meta["categories"]),
        "head": [head],
        "fixed": False,
    }


def exported(model, channels, height, width):
    batch = torch.export.Dim("batch", min=1, max=4096)
    images = torch.empty(2, channels, height, width, device=next(model.parameters()).device)
    with torch.no_grad():
        return torch.export.export(model, (images,), dynamic_shapes=({0: batch},), strict=False)


def graph_json(program):
    """model.json without what says where it was made."""
    text = serialize(program, serialize_state_dict=False, serialize_constants=False,
                     serialize_example_inputs=False).exported_program
    document = json.loads(text)
    document["graph_module"].pop("metadata", None)
    document["graph_module"].pop("module_call_graph", None)
    document.pop("guards_code", None)
    for node in document["graph_module"]["graph"]["nodes"]:
        stack = node["metadata"].get("nn_module_stack")
        node["metadata"] = {"nn_module_stack": stack} if stack else {}
    return document


def constants_of(program, make_real):
    """Tensors that the graph reads and no state dict holds, with their values."""
    names = [spec.target for spec in program.graph_signature.input_specs
             if spec.target is not None and spec.target not in program.state_dict and spec.target in program.constants]
    if not names:
        return {}
    real = make_real()
    buffers = dict(real.named_buffers())
    constants = {}
    for name in names:
        tensor = buffers.get(name)
        if tensor is None:
            tensor = program.constants[name]
        if tensor.device.type == "meta":
            raise RuntimeError(f"the constant {name} has no value")
        tensor = tensor.detach().contiguous()
        constants[name] = {"dtype": str(tensor.dtype).removeprefix("torch."), "shape": list(tensor.shape),
                           "data": base64.b64encode(tensor.numpy().tobytes()).decode()}
    return constants


def without_initialisation():
    """Random numbers for parameters are not needed, and take most of the time."""
    for name in [n for n in dir(torch.nn.init) if n.endswith("_")]:
        if callable(getattr(torch.nn.init, name)) and not name.startswith("_"):
            setattr(torch.nn.init, name, lambda tensor, *args, **kwargs: tensor)


def argument(node, name):
    for given in node["inputs"]:
        if given["name"] == name:
            (value,) = given["arg"].values()
            return value
    return None


def may_hold_a_size(node):
    """Whether an argument of the node could be a number that follows from the image's size."""
    operator = node["target"].removeprefix("torch.ops.aten.").split(".")[0]
    if operator in ("view", "reshape"):
        if argument(node, "self")["name"].startswith(("p_", "b_", "c_")):
            return False  # of a parameter
        extents = argument(node, "size") or argument(node, "shape")
        return any(e not in (-1, 1) and not (isinstance(e, dict) and ("as_name" in e or e.get("as_int") in (-1, 1)))
                   for e in extents)
    if operator == "avg_pool2d":
        return max(argument(node, "kernel_size")) > 3
    if operator in ("chunk", "split", "split_with_sizes"):
        return argument(node, "dim") != 1  # channels
    if operator == "pad":
        return "Same" not in node["metadata"].get("nn_module_stack", "")  # its reader makes that padding anew
    return operator not in SIZE_FREE


def needs_second_size(document):
    return any(may_hold_a_size(node) for node in document["graph_module"]["graph"]["nodes"])


def another_size(make_meta, channels, height, width):
    """The graph at another size (an odd one where that is taken); None where the network takes no other."""
    for step in (33, 64):
        try:
            return graph_json(exported(make_meta(), channels, height + step, width + step))
        except Exception:  # noqa: BLE001  (whatever says no)
            continue
    return None


def export_one(package, name, try_sizes):
    if package == "timm":
        def make(device):
            return timm_model(name, device)
    else:
        def make(device):
            return torchvision_model(name, device)
    model = make("meta")
    config = timm_config(model) if package == "timm" else torchvision_config(name)
    program = exported(model, *config["input"])
    document = graph_json(program)
    # Where the two turn out equal, the graph holds for other sizes too: `build_catalogue` compares them.
    other = document
    if needs_second_size(document):
        other = None if config["fixed"] or not try_sizes else another_size(lambda: make("meta"), *config["input"])
    state = model.state_dict()
    return {
        "package": package,
        "name": name,
        "version": importlib.metadata.version(package),
        "config": config,
        "state_dict": {key: {"dtype": str(t.dtype).removeprefix("torch."), "shape": list(t.shape)} for key, t in state.items()},
        "constants": constants_of(program, lambda: make("cpu")),
        "model": json.dumps(document, separators=(",", ":")),
        "model_at_another_size": None if other is None else "same" if other is document
                                 else json.dumps(other, separators=(",", ":")),
    }


def has_gate(name):
    try:
        model = timm_model(name, "meta")
    except Exception:  # noqa: BLE001
        return False
    return any(GATES.search(type(module).__name__) for module in model.modules())


def names_from(arguments):
    vision = [n for n in torchvision.models.list_models(module=torchvision.models) if TORCHVISION.match(n)]
    if arguments.names:
        given = json.loads(pathlib.Path(arguments.names).read_text())
        names = [("timm", n) for n in given.get("timm", given)]
        vision = given.get("torchvision", vision) if "timm" in given else vision
    else:
        names = [("timm", n) for n in timm.list_models() if has_gate(n)]
    names += [("torchvision", n) for n in vision]
    if arguments.only:
        names = [(p, n) for p, n in names if n in arguments.only or f"{p}.{n}" in arguments.only]
    return names


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--names")
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--sizes", action="store_true", help="export at another size too where literals may depend on it")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    without_initialisation()
    failed = 0
    for package, name in names_from(arguments):
        target = arguments.folder / f"{package}.{name}.json"
        if target.exists():
            continue
        start = time.monotonic()
        try:
            text = json.dumps(export_one(package, name, arguments.sizes), separators=(",", ":"))
        except Exception as error:  # noqa: BLE001
            failed += 1
            print(f"{package}.{name}: {type(error).__name__}: {error}", flush=True)
            traceback.print_exc(limit=-3, file=sys.stdout)
            continue
        partial = target.with_suffix(".partial")
        partial.write_text(text)
        partial.rename(target)
        print(f"{package}.{name}: {time.monotonic() - start:.1f} s, {len(text) // 1024} KB", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
