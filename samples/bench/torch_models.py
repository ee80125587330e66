"""Networks of ordinary size in PyTorch's words: the same as the .cnn files of these names."""

import torch
from torch import nn

from training_peers import RATE


class UNet(nn.Module):
    """Four levels of 32 to 256 channels, 512 at the bottom, transposed convolutions on the way up."""

    def __init__(self):
        super().__init__()
        widths = (32, 64, 128, 256)
        self.down = nn.ModuleList(self.double(i, o) for i, o in zip((3, *widths), widths))
        self.bottom = self.double(256, 512)
        self.up = nn.ModuleList(nn.ConvTranspose2d(2 * o, o, 2, 2) for o in reversed(widths))
        self.join = nn.ModuleList(self.double(2 * o, o) for o in reversed(widths))
        self.last = nn.Conv2d(32, 2, 1)

    @staticmethod
    def double(inputs, outputs):
        layers = []
        for channels in (inputs, outputs):
            layers += [nn.Conv2d(channels, outputs, 3, padding=1, bias=False),
                       nn.BatchNorm2d(outputs), nn.ReLU()]
        return nn.Sequential(*layers)

    def forward(self, x):
        skips = []
        for block in self.down:
            skips.append(block(x))
            x = nn.functional.max_pool2d(skips[-1], 2)
        x = self.bottom(x)
        for up, join, skip in zip(self.up, self.join, reversed(skips)):
            x = join(torch.cat([skip, up(x)], 1))
        return self.last(x)


def model(name):
    import torchvision

    return UNet() if name == "unet" else getattr(torchvision.models, name)(weights=None)


NAMES = {"resnet18": "resnet18", "mobilenetv2": "mobilenet_v2", "unet": "unet"}


def step(name, batch, shape, threads, channels_last=False):
    """A training step: cross-entropy, of every pixel where the network has an output for each."""
    torch.set_num_threads(threads)
    network = model(NAMES[name]).train()
    x = torch.rand(batch, *shape)
    if channels_last:
        network, x = (a.to(memory_format=torch.channels_last) for a in (network, x))
    with torch.no_grad():
        output = network(x).shape
    y = torch.randint(0, output[1], (batch, *output[2:]))
    optimizer = torch.optim.SGD(network.parameters(), lr=RATE)

    def run():
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(x), y).backward()
        optimizer.step()

    return run
