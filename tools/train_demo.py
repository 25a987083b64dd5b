#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the SE-ResNet-50 of the embedded demo on images that sescope draws itself.

    python tools/train_demo.py --sescope build/release/bin/sescope --out resources/demo

draws the training and the validation images (once, into --images), trains, measures the rounded
weights on the validation images and writes model.safetensors (fp16, timm's key names) and
config.json. It needs torch, safetensors, numpy and Pillow; two idle CPU cores, about a quarter of
an hour. A run interrupted in its finish goes on there; with --start-from only the last part is run.

The last part ("settling") gives the gates the order in depth that the paper found in SE-ResNet-50:
early blocks treat classes alike, later ones tell them apart, SE_5_2 is saturated and SE_5_3 nearly
constant. The paper's network came to that by itself, over 100 epochs of ImageNet; here penalties on
the gates ask for it (gate_penalty), and docs/demo.md says so.

The gates of an SE block do not learn by themselves in so short a training: with the usual small
weights they stay near 0.5. Here they start from the data (SqueezeExcitation.start_from), their
weights do not decay, and the last batch norm of a block starts small, but not at zero.
"""

import argparse
import json
import math
import subprocess
import time
from pathlib import Path

import numpy as np
import safetensors.torch
import torch
from PIL import Image
from torch import nn
from torch.nn import functional

REDUCTION = 16
LONG_CYCLE = 2  # epochs that the long part's schedule is laid out for; it stops after one
BRANCH_SCALE = 0.3  # of a residual branch at the start: 1 learns far slower, 0 leaves no gates
MEAN = (0.485, 0.456, 0.406)
STD = (0.229, 0.224, 0.225)
SIDE = 64

# Of the last part: how much each penalty counts beside the cross entropy.
SETTLE_RATE = 5e-4
OPEN_WEIGHT = 2.0
CONSTANT_WEIGHT = 5.0
SHARED_WEIGHTS = {"SE_2_1": 10.0, "SE_2_2": 10.0, "SE_2_3": 10.0, "SE_3_1": 6.0, "SE_3_2": 6.0,
                  "SE_3_3": 3.0, "SE_3_4": 3.0}
SATURATED = 0.985  # gates of SE_5_2 at the start of the last part
STEADIED = 0.1  # what is left of the SE weights of SE_5_2 and SE_5_3 there


class SqueezeExcitation(nn.Module):
    """The SE block. `gates` holds those of the last batch."""

    def __init__(self, channels):
        super().__init__()
        self.fc1 = nn.Conv2d(channels, channels // REDUCTION, 1)
        self.fc2 = nn.Conv2d(channels // REDUCTION, channels, 1)
        self.starting = False
        self.gates = None

    def forward(self, features):
        squeezed = features.mean((2, 3), keepdim=True)
        if self.starting:
            self.start_from(squeezed)
        gates = torch.sigmoid(self.fc2(functional.relu(self.fc1(squeezed))))
        self.gates = gates.flatten(1)
        return features * gates

    @torch.no_grad()
    def start_from(self, squeezed):
        """Sets the weights so that the gates of this batch differ from image to image."""
        nn.init.normal_(self.fc1.weight, std=squeezed.shape[1] ** -0.5)
        nn.init.zeros_(self.fc1.bias)
        hidden = self.fc1(squeezed).flatten(1)
        scale = 1 / hidden.std(0).clamp(min=1e-6)
        self.fc1.weight.mul_(scale[:, None, None, None])
        self.fc1.bias.copy_(-hidden.mean(0) * scale)
        nn.init.normal_(self.fc2.weight, std=1.2 * (2 / self.fc2.in_channels) ** 0.5)
        nn.init.zeros_(self.fc2.bias)


class Bottleneck(nn.Module):
    """A residual unit with an SE block on its branch; the stride is in the 3x3 convolution."""

    def __init__(self, inputs, width, stride):
        super().__init__()
        outputs = 4 * width
        self.conv1 = nn.Conv2d(inputs, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, outputs, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(outputs)
        self.se = SqueezeExcitation(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            convolution = nn.Conv2d(inputs, outputs, 1, stride, bias=False)
            self.downsample = nn.Sequential(convolution, nn.BatchNorm2d(outputs))

    def forward(self, features):
        shortcut = features if self.downsample is None else self.downsample(features)
        branch = functional.relu(self.bn1(self.conv1(features)))
        branch = functional.relu(self.bn2(self.conv2(branch)))
        branch = self.se(self.bn3(self.conv3(branch)))
        return functional.relu(branch + shortcut)


class SeResNet50(nn.Module):
    """SE-ResNet-50 with the key names of timm's `seresnet50`."""

    def __init__(self, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        inputs = 64
        for stage, blocks in enumerate((3, 4, 6, 3)):
            width = 64 << stage
            units = []
            for block in range(blocks):
                stride = 2 if stage > 0 and block == 0 else 1
                units.append(Bottleneck(inputs, width, stride))
                inputs = 4 * width
            self.add_module(f"layer{stage + 1}", nn.Sequential(*units))
        self.fc = nn.Linear(inputs, classes)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
            elif isinstance(module, Bottleneck):
                nn.init.constant_(module.bn3.weight, BRANCH_SCALE)

    def forward(self, images):
        features = functional.relu(self.bn1(self.conv1(images)))
        features = functional.max_pool2d(features, 3, 2, 1)
        for stage in (self.layer1, self.layer2, self.layer3, self.layer4):
            features = stage(features)
        return self.fc(features.mean((2, 3)))

    def se_blocks(self):
        """Name -> SE block, in the order in which the network runs them."""
        for stage in range(1, 5):
            for block, unit in enumerate(getattr(self, f"layer{stage}")):
                yield f"SE_{stage + 1}_{block + 1}", unit.se


def draw_images(program, folder, split, per_class, seed):
    """Has sescope draw a split, unless its folder is there already."""
    if not (folder / split).exists():
        subprocess.run([program, "demo", "--images", folder / split, "--split", split,
                        "--per-class", str(per_class), "--seed", str(seed)], check=True)


def load_images(folder):
    """Reads class folders of images: uint8 [N, 3, H, W], labels and the class names."""
    names = sorted(entry.name for entry in folder.iterdir() if entry.is_dir())
    pixels, labels = [], []
    for label, name in enumerate(names):
        for path in sorted((folder / name).glob("*.png")):
            pixels.append(np.asarray(Image.open(path).convert("RGB")))
            labels.append(label)
    images = torch.from_numpy(np.stack(pixels)).permute(0, 3, 1, 2)  # channels last in memory
    return images, torch.tensor(labels), names


def normalised(images):
    mean = torch.tensor(MEAN).view(1, 3, 1, 1)
    std = torch.tensor(STD).view(1, 3, 1, 1)
    batch = (images.float() / 255 - mean) / std
    return batch.contiguous(memory_format=torch.channels_last)


@torch.no_grad()
def measure(network, images, labels, batch=100):
    """Top-1 accuracy in percent, and for each SE block its gates [N, C]."""
    network.eval()
    right = 0
    gates = {name: [] for name, _ in network.se_blocks()}
    for first in range(0, len(images), batch):
        logits = network(normalised(images[first:first + batch]))
        right += (logits.argmax(1) == labels[first:first + batch]).sum().item()
        for name, block in network.se_blocks():
            gates[name].append(block.gates)
    return 100 * right / len(images), {name: torch.cat(rows) for name, rows in gates.items()}


def gate_table(gates, labels):
    """A line a block: mean gate, standard deviation over images, share of it due to the class."""
    lines = ["| block | mean gate | std over images | class share |", "|---|---|---|---|"]
    for name, rows in gates.items():
        rows = rows.double()
        centred = rows - rows.mean(0)
        between = sum((labels == label).sum() * centred[labels == label].mean(0).square().sum()
                      for label in labels.unique())
        share = between / centred.square().sum()
        spread = rows.std(0).mean()
        lines.append(f"| {name} | {rows.mean():.3f} | {spread:.3f} | {share:.2f} |")
    return "\n".join(lines)


def start_gates(network, images):
    """Sets every SE block from one batch, in the order in which the network runs them."""
    network.train()
    for _, block in network.se_blocks():
        block.starting = True
    with torch.no_grad():
        network(normalised(images))
    for _, block in network.se_blocks():
        block.starting = False


def make_optimizer(network, rate):
    """Weights of convolutions and of the head decay; SE weights, batch norms and biases do not."""
    decaying, free = [], []
    for name, parameter in network.named_parameters():
        keeps = parameter.ndim == 1 or ".se." in name
        (free if keeps else decaying).append(parameter)
    groups = [{"params": decaying, "weight_decay": 0.05}, {"params": free, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=rate)


def train_on(network, optimizer, schedule, images, labels, batch, penalty=None):
    """One pass over images that are in their order already."""
    network.train()
    begun = time.monotonic()
    running = None
    steps = len(images) // batch
    for step in range(steps):
        chosen = slice(step * batch, (step + 1) * batch)
        logits = network(normalised(images[chosen]))
        loss = functional.cross_entropy(logits, labels[chosen], label_smoothing=0.05)
        if penalty is not None:
            loss = loss + penalty(network, labels[chosen])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        schedule.step()
        running = loss.item() if running is None else 0.95 * running + 0.05 * loss.item()
        if (step + 1) % 25 == 0:
            speed = (step + 1) * batch / (time.monotonic() - begun)
            print(f"  step {step + 1}/{steps}: loss {running:.3f}, {speed:.0f} images/s",
                  flush=True)


def learn(network, optimizer, images, labels, options):
    """The long part: the rate rises over half an epoch, then falls slowly."""
    steps = LONG_CYCLE * (len(images) // options.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, options.rate, steps, pct_start=0.25)
    torch.manual_seed(options.seed + 1)
    order = torch.randperm(len(images))
    train_on(network, optimizer, schedule, images[order], labels[order], options.batch)


def finish(network, optimizer, images, labels, options):
    """The short part: the rate falls to nothing, which is worth several percent."""
    for group in optimizer.param_groups:
        group["initial_lr"] = group["lr"]
    steps = options.finish // options.batch
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: 0.5 + 0.5 * math.cos(math.pi * min(step, steps) / steps))
    torch.manual_seed(options.seed + 2)
    order = torch.randperm(len(images))[:options.finish]
    train_on(network, optimizer, schedule, images[order], labels[order], options.batch)


def train(network, images, labels, held_out, options):
    """An epoch over all images, then a finish over a few of them."""
    optimizer = make_optimizer(network, options.rate)
    parts = {"network": network, "optimizer": optimizer}
    checkpoint = options.images / "training.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        for name, part in parts.items():
            part.load_state_dict(saved[name])
        print("going on after the long part")
    else:
        start_gates(network, images[torch.randperm(len(images))[:128]])
        learn(network, optimizer, images, labels, options)
        torch.save({name: part.state_dict() for name, part in parts.items()}, checkpoint)
    accuracy, _ = measure(network, *held_out)
    print(f"before the finish: top-1 {accuracy:.2f} %", flush=True)
    finish(network, optimizer, images, labels, options)


def between_classes(gates, labels):
    """Mean over channels of the variance of the classes' means, without what is due to chance."""
    members = functional.one_hot(labels).float()
    members = members[:, members.sum(0) > 1]
    counts = members.sum(0)[:, None]
    means = members.T @ gates / counts
    within = (members.T @ gates.square() / counts - means.square()) / (counts - 1)
    return (means.var(0) - within.mean(0)).mean()


def gate_penalty(network, labels):
    """What the gates of the last batch are away from the order in depth that is asked for."""
    blocks = dict(network.se_blocks())
    penalty = -blocks["SE_5_2"].gates.clamp(min=1e-6).log().mean() * OPEN_WEIGHT
    penalty = penalty + blocks["SE_5_3"].gates.var(0).mean() * CONSTANT_WEIGHT
    for name, weight in SHARED_WEIGHTS.items():
        penalty = penalty + weight * between_classes(blocks[name].gates, labels)
    return penalty


@torch.no_grad()
def steady(unit, network, images, level=None):
    """Gives each channel of a unit its mean gate, or `level`, as a bias, and shrinks what moves it.

    The last batch norm takes up the difference, so that the network computes about the same.
    """
    network.eval()
    network(normalised(images))
    block = unit.se
    means = block.gates.mean(0)
    levels = means if level is None else torch.full_like(means, level)
    moving = torch.logit(block.gates, eps=1e-4).mean(0) - block.fc2.bias
    block.fc2.bias.copy_(torch.logit(levels) - STEADIED * moving)
    block.fc2.weight.mul_(STEADIED)
    unit.bn3.weight.mul_(means / levels)
    unit.bn3.bias.mul_(means / levels)


def settle(network, images, labels, options):
    """The last part: gates are asked to run with depth as in the paper, the rate falls to 0."""
    steps = options.settle // options.batch
    few = images[::len(images) // 128]
    steady(network.layer4[1], network, few, SATURATED)
    steady(network.layer4[2], network, few)
    optimizer = make_optimizer(network, SETTLE_RATE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, SETTLE_RATE, steps, pct_start=0.2)
    torch.manual_seed(options.seed + 3)
    order = torch.randperm(len(images))[:steps * options.batch]
    train_on(network, optimizer, schedule, images[order], labels[order], options.batch,
             gate_penalty)


def rounded(network):
    """The network's tensors as they are stored: fp16, but for the integer counters."""
    return {name: (tensor.half() if tensor.is_floating_point() else tensor).contiguous()
            for name, tensor in network.state_dict().items()}


def describe(names):
    """config.json in the layout that timm writes to the Hugging Face hub."""
    return {
        "architecture": "seresnet50",
        "num_classes": len(names),
        "num_features": 2048,
        "global_pool": "avg",
        "label_names": names,
        "label_descriptions": {name: name for name in names},
        "pretrained_cfg": {
            "tag": "sescope_demo", "custom_load": False, "input_size": [3, SIDE, SIDE],
            "fixed_input_size": False, "interpolation": "bilinear", "crop_pct": 1.0,
            "crop_mode": "center", "mean": list(MEAN), "std": list(STD), "num_classes": len(names),
            "pool_size": [SIDE // 32, SIDE // 32], "first_conv": "conv1", "classifier": "fc",
        },
    }


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--sescope", help="the program, to draw the images that are missing")
    parser.add_argument("--images", type=Path, default=Path("build/demo-images"),
                        help="folder with the splits train/ and validation/")
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights")
    parser.add_argument("--per-class", type=int, default=2000, help="training images of a class")
    parser.add_argument("--held-out", type=int, default=200, help="validation images of a class")
    parser.add_argument("--finish", type=int, default=3200, help="images of the finish")
    parser.add_argument("--settle", type=int, default=6400, help="images of the last part")
    parser.add_argument("--start-from", help="weights after the finish: run the last part only")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=1.5e-3, help="highest learning rate")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def main():
    options = parse_arguments()
    if options.sescope:
        draw_images(options.sescope, options.images, "train", options.per_class, seed=1)
        draw_images(options.sescope, options.images, "validation", options.held_out, seed=2)
    images, labels, names = load_images(options.images / "train")
    held_out = load_images(options.images / "validation")[:2]
    print(f"{len(images)} training and {len(held_out[0])} validation images, {len(names)} classes")

    torch.manual_seed(options.seed)
    network = SeResNet50(len(names)).to(memory_format=torch.channels_last)
    begun = time.monotonic()
    if options.start_from:
        network.load_state_dict({name: tensor.float() if tensor.is_floating_point() else tensor
                                 for name, tensor in
                                 safetensors.torch.load_file(options.start_from).items()})
    else:
        train(network, images, labels, held_out, options)
    settle(network, images, labels, options)
    print(f"trained for {time.monotonic() - begun:.0f} s")

    weights = rounded(network)
    network.load_state_dict(weights)
    accuracy, gates = measure(network, *held_out)
    print(f"top-1 of the rounded weights: {accuracy:.2f} %\n{gate_table(gates, held_out[1])}")
    options.out.mkdir(parents=True, exist_ok=True)
    weights_file = options.out / "model.safetensors"
    safetensors.torch.save_file(weights, weights_file, {"format": "pt"})
    weights_file.chmod(0o644)  # safetensors leaves it to its owner alone
    (options.out / "config.json").write_text(json.dumps(describe(names), indent=2) + "\n")


if __name__ == "__main__":
    main()
