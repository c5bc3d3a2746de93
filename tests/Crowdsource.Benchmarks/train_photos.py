"""The peer of the learning benchmark: what a good practitioner does in PyTorch with a folder of photos and a pretrained MobileNetV2.

frozen    features of every photo and K augmented variants, then a linear head by L-BFGS; validation chooses the weight decay
finetune  a linear head first, then the whole network: AdamW, one cycle, label smoothing, fresh augmentation in every epoch
speed     features of images that are in memory already, per second

Photos are decoded and resized by Pillow, augmented by OpenCV; torch runs channels-last on all cores. Prints a line of JSON, and writes the
answers to the exam beside the task.

usage: train_photos.py FOLDER frozen|finetune|speed
"""
import json
import os
import pathlib
import resource
import struct
import sys
import time

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageOps

SIZE, BATCH = 224, 32
cv2.setNumThreads(1)
torch.set_num_threads(os.cpu_count())


def load_tensors(path):
    data = path.read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + length])
    return {
        name: torch.from_numpy(np.frombuffer(data, np.float32, offset=8 + length + entry["data_offsets"][0],
                                             count=int(np.prod(entry["shape"]))).reshape(entry["shape"]).copy())
        for name, entry in header.items()}


class Backbone(torch.nn.Module):
    def __init__(self, layers, tensors):
        super().__init__()
        self.layers = layers
        self.tensors = torch.nn.ParameterDict()
        for name, tensor in tensors.items():
            tensor = tensor.contiguous(memory_format=torch.channels_last) if tensor.dim() == 4 else tensor
            self.tensors[name.replace(".", "_")] = torch.nn.Parameter(tensor)

    def forward(self, x):
        outputs = {}
        for layer in self.layers:
            name = layer["name"]
            if layer["kind"] == "conv":
                key = name.replace(".", "_")
                left, right, top, bottom = layer["padding"]
                even = left == right == top == bottom
                x = x if even else F.pad(x, layer["padding"])
                x = F.conv2d(x, self.tensors[key + "_weights"], self.tensors[key + "_bias"], layer["stride"], top if even else 0, 1, layer["groups"])
                x = F.relu6(x) if layer["relu6"] else x
            elif layer["kind"] == "add":
                x = x + outputs[layer["with"]]
            else:
                x = x.mean((2, 3))
            outputs[name] = x
        return x


def tensor_of(pictures):
    batch = torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).to(torch.float32, memory_format=torch.channels_last)
    return batch.sub_(127.5).div_(127.5)


def working_copy(path):
    photo = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    shrink = min(1.0, 320 / min(photo.size))
    return np.asarray(photo.resize((round(photo.width * shrink), round(photo.height * shrink)), Image.BILINEAR))


def upright(working):
    return np.asarray(Image.fromarray(working).resize((SIZE, SIZE), Image.BILINEAR))


def variant(working, random):
    """Turned, cropped, relit, blurred, encoded: how phones see things."""
    height, width = working.shape[:2]
    if random.random() < 0.3:
        h, w = int(height * random.uniform(0.8, 1)), int(width * random.uniform(0.8, 1))
        top, left = random.integers(height - h + 1), random.integers(width - w + 1)
        working, height, width = working[top:top + h, left:left + w], h, w
    angle = random.uniform(-45, 45)
    radians = np.radians(abs(angle))
    zoom = np.cos(radians) + np.sin(radians) if random.random() < 0.5 else 1.0
    picture = cv2.resize(working, (SIZE, SIZE), interpolation=cv2.INTER_AREA)
    turn = cv2.getRotationMatrix2D((SIZE / 2, SIZE / 2), angle, zoom)
    picture = cv2.warpAffine(picture, turn, (SIZE, SIZE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    if random.random() < 0.5:
        gains = 2 ** random.uniform(-0.5, 0.5) * random.uniform(0.95, 1.05, 3)
        picture = np.clip(picture * gains, 0, 255).astype(np.uint8)
    if random.random() < 0.25:
        if random.random() < 0.5:
            picture = cv2.GaussianBlur(picture, (0, 0), random.uniform(1, 2.8))
        else:
            length = int(random.integers(5, 14)) | 1
            line = np.zeros((length, length), np.float32)
            line[length // 2] = 1
            line = cv2.warpAffine(line, cv2.getRotationMatrix2D((length / 2 - 0.5, length / 2 - 0.5), random.uniform(0, 180), 1), (length, length))
            picture = cv2.filter2D(picture, -1, line / line.sum(), borderType=cv2.BORDER_REFLECT)
    if random.random() < 0.3:
        picture = cv2.imdecode(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(50, 96))])[1], cv2.IMREAD_COLOR)
    return picture


def features_of(net, pictures):
    with torch.no_grad():
        return torch.cat([net(tensor_of(pictures[i:i + BATCH])) for i in range(0, len(pictures), BATCH)])


def fit_head(features, labels, count, decay):
    """Multinomial logistic regression on standardised features; returned for the features as they are."""
    mean, spread = features.mean(0), features.std(0) + 1e-3
    x = (features - mean) / spread
    head = torch.nn.Linear(x.shape[1], count)
    torch.nn.init.zeros_(head.weight)
    torch.nn.init.zeros_(head.bias)
    optimizer = torch.optim.LBFGS(head.parameters(), max_iter=100, history_size=20, line_search_fn="strong_wolfe")

    def closure():
        optimizer.zero_grad()
        loss = F.cross_entropy(head(x), labels) + decay * head.weight.square().sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    with torch.no_grad():
        head.weight.div_(spread)
        head.bias.sub_(head.weight @ mean)
    return head


def choose_head(features, labels, groups, count):
    """Every fifth group validates the weight decay; the head then learns from all."""
    judge = groups % 5 == 0
    right = {}
    for decay in (1e-4, 3e-4, 1e-3, 3e-3) if judge.any() and not judge.all() else ():
        with torch.no_grad():
            head = fit_with_gradients(features[~judge], labels[~judge], count, decay)
            right[decay] = (head(features[judge]).argmax(1) == labels[judge]).float().mean().item()
    return fit_with_gradients(features, labels, count, max(right, key=right.get, default=1e-3))


def fit_with_gradients(*arguments):
    with torch.enable_grad():
        return fit_head(*arguments)


def frozen(task, net):
    random = np.random.default_rng(task["seed"])
    pictures, rows, features = [], [], []
    for row, photo in enumerate(task["photos"]):
        working = working_copy(photo["path"])
        pictures += [upright(working)] + [variant(working, random) for _ in range(task["variants"])]
        rows += [row] * (1 + task["variants"])
        if len(pictures) >= 4 * BATCH:
            features.append(features_of(net, pictures))
            pictures = []
    features = torch.cat(features + ([features_of(net, pictures)] if pictures else []))
    labels = torch.tensor([photo["label"] for photo in task["photos"]])[rows]
    groups = torch.tensor([photo["group"] for photo in task["photos"]])[rows]
    return choose_head(features, labels, groups, len(task["labels"]))


def finetune(task, net):
    random = np.random.default_rng(task["seed"])
    torch.manual_seed(task["seed"])
    photos = [working_copy(photo["path"]) for photo in task["photos"]]
    labels = torch.tensor([photo["label"] for photo in task["photos"]])
    groups = torch.tensor([photo["group"] for photo in task["photos"]])
    head = choose_head(torch.cat([features_of(net, [upright(photo) for photo in photos[i:i + BATCH]]) for i in range(0, len(photos), BATCH)]),
                       labels, groups, len(task["labels"]))
    # The head is new, the backbone is not.
    optimizer = torch.optim.AdamW([{"params": list(net.parameters())}, {"params": list(head.parameters())}], weight_decay=0.01)
    steps = task["epochs"] * ((len(photos) + BATCH - 1) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=[2e-4, 1e-3], total_steps=steps)
    for _ in range(task["epochs"]):
        order = random.permutation(len(photos))
        for i in range(0, len(order), BATCH):
            chosen = order[i:i + BATCH]
            batch = tensor_of([variant(photos[k], random) if random.random() < 0.8 else upright(photos[k]) for k in chosen])
            optimizer.zero_grad()
            F.cross_entropy(head(net(batch)), labels[chosen], label_smoothing=0.1).backward()
            optimizer.step()
            schedule.step()
    return head


def answer(folder, net, head, name):
    exam = np.memmap(folder / "exam.u8", np.uint8, "r").reshape(-1, SIZE, SIZE, 3)
    with torch.no_grad():
        answers = [head(net(tensor_of(list(exam[i:i + BATCH])))).argmax(1).numpy() for i in range(0, len(exam), BATCH)]
    (folder / (name + ".i32")).write_bytes(np.concatenate(answers).astype(np.int32).tobytes())


def speed(net):
    pictures = list(np.random.default_rng(1).integers(0, 256, (3 * BATCH, SIZE, SIZE, 3), np.uint8))
    features_of(net, pictures[:BATCH])
    start = time.perf_counter()
    features_of(net, pictures)
    return len(pictures) / (time.perf_counter() - start)


def main():
    folder, mode = pathlib.Path(sys.argv[1]), sys.argv[2]
    task = json.loads((folder / "task.json").read_text())
    net = Backbone(task["layers"], load_tensors(folder / "weights.safetensors"))
    if mode == "speed":
        print(speed(net))
        return
    start = time.perf_counter()
    head = {"frozen": frozen, "finetune": finetune}[mode](task, net)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    answer(folder, net, head, mode)
    print(json.dumps({"model": mode, "seconds": seconds, "peakMegabytes": peak}))


main()
