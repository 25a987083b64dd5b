#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds pruned networks against timm and plain PyTorch.

For each model and each replacement: `sescope prune` writes the network, timm loads it (strictly) as
docs/pruning.md says, and the same images give the same logits in timm and in the TorchScript module (which
a test holds against the engine). With `mean`, timm's own network with the SE units replaced by their mean gates (nothing
folded) is the reference that folding is held against.

    tools/check_timm.py build/release/bin/sescope [MODEL PROFILE]... [--venv FOLDER] [--images 8]

Needs Python with torch, timm and safetensors; with --venv, one is made there.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile


def in_venv(folder):
    """Goes on in a virtual environment with what is needed, made on first use."""
    python = pathlib.Path(folder) / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    if subprocess.run([python, "-c", "import torch, timm, safetensors"], capture_output=True).returncode != 0:
        subprocess.run([python, "-m", "pip", "install", "--quiet", "torch", "timm", "safetensors"], check=True)
    if pathlib.Path(sys.prefix).resolve() != pathlib.Path(folder).resolve():
        arguments = [a for a in sys.argv if a != "--venv" and a != folder]
        sys.exit(subprocess.run([python, *arguments]).returncode)


# --- as in docs/pruning.md ---------------------------------------------------------------------------
def load_pruned(folder):
    import timm
    import torch
    from safetensors.torch import load_file

    config = json.loads((folder / "config.json").read_text())
    weights = load_file(folder / "model.safetensors")
    model = timm.create_model(config["architecture"], num_classes=config["num_classes"])
    for prefix in config["sescope"]["blocks_without_se"]:
        model.get_submodule(prefix).se = torch.nn.Identity()
    model.load_state_dict(weights, strict=True)
    return model.eval()
# -----------------------------------------------------------------------------------------------------


class Gates:
    """An SE unit that multiplies by constants: what folding must equal."""

    def __new__(cls, mean):
        import torch

        class Module(torch.nn.Module):
            def forward(self, x):
                return x * mean.to(x.dtype).view(1, -1, 1, 1)

        return Module()


def original(model_folder, profile, chosen, replacement):
    """timm's network of the original weights, its chosen SE units replaced unfolded."""
    import timm
    import torch
    from safetensors import safe_open
    from safetensors.torch import load_file

    config = json.loads((model_folder / "config.json").read_text())
    model = timm.create_model(config["architecture"], num_classes=config["num_classes"])
    model.load_state_dict({k: v.float() if v.is_floating_point() else v
                           for k, v in load_file(model_folder / "model.safetensors").items()})
    with safe_open(profile, "pt") as file:
        for name in chosen:
            _, stage, index = name.split("_")
            block = model.get_submodule(f"layer{int(stage) - 1}.{int(index) - 1}")
            total = file.get_tensor(f"{name}.sum").sum(0).double() / 2 ** 32
            mean = total / file.get_tensor("images").sum()
            block.se = Gates(mean) if replacement == "mean" else torch.nn.Identity()
    return model.eval()


def difference(a, b):
    """Largest difference of logits, relative to the largest logit."""
    return ((a - b).abs().max() / b.abs().max()).item()


def check(sescope, model, profile, replacement, images, scratch):
    import torch

    out = scratch / f"{model.name}_{replacement}"
    rows = json.loads(subprocess.run([sescope, "verdicts", profile, "--json"], check=True,
                                     capture_output=True, text=True).stdout)
    chosen = [row["block"] for row in rows if row["block"].startswith("SE_5") or row["prunable"]]
    subprocess.run([sescope, "--quiet", "prune", model, profile, "--blocks", ",".join(chosen), "--replace",
                    replacement, "-o", out, "--torchscript", out / "network.pt"], check=True)
    size = json.loads((out / "config.json").read_text())["pretrained_cfg"]["input_size"][1]
    torch.manual_seed(0)
    batch = torch.randn(images, 3, size, size)
    with torch.inference_mode():
        reference = original(model, profile, chosen, replacement)(batch)
        timm_logits = load_pruned(out)(batch)
        script_logits = torch.jit.load(str(out / "network.pt"))(batch)
    folding = difference(timm_logits, reference)
    script = difference(script_logits, timm_logits)
    fine = folding < 1e-5 and script < 1e-4
    print(f"{model.name:32} {replacement:9} {len(chosen):2} units: folded against unfolded {folding:.1e}, "
          f"TorchScript (the engine's layers) against timm {script:.1e} {'ok' if fine else 'TOO FAR'}")
    return fine


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sescope")
    parser.add_argument("pairs", nargs="+", help="MODEL PROFILE ..")
    parser.add_argument("--venv")
    parser.add_argument("--images", type=int, default=8)
    options = parser.parse_args()
    if options.venv:
        in_venv(options.venv)
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        pairs = list(zip(options.pairs[::2], options.pairs[1::2]))
        fine = [check(options.sescope, pathlib.Path(model), profile, replacement, options.images, scratch)
                for model, profile in pairs for replacement in ("identity", "mean")]
    sys.exit(0 if all(fine) and fine else 1)


if __name__ == "__main__":
    main()
