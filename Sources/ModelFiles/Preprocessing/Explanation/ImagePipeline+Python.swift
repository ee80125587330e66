import CNNModel

extension ImagePipeline {
  /// Lines of Python that do the same, with the library of each step; the result is `x`.
  ///
  /// - Parameter path: the image.
  public func python(_ path: String) -> String {
    let steps =
      [decodingLine(path)] + [grayLine].compactMap(\.self) + resizeLines + placeLines
      + valueLines + turnLines + layoutLines
    return (imports(of: steps) + steps).joined(separator: "\n")
  }

  private func imports(of steps: [String]) -> [String] {
    [
      ("np.", "import numpy as np"), ("cv2.", "import cv2"), ("Image.", "from PIL import Image"),
      ("torch.", "import torch"), ("F.", "import torch.nn.functional as F"),
      ("TF.", "import torchvision.transforms.v2.functional as TF"),
    ].filter { name, _ in
      steps.contains { $0.contains(name) && (name != "F." || $0.contains(" F.")) }
    }.map(\.1)
  }

  private var isGray: Bool { channels == .gray || channels == .gray3 }

  private func decodingLine(_ path: String) -> String {
    let mode = isGray && (gray == nil || gray == .pil) ? "L" : "RGB"
    return "x = np.array(Image.open(\(path.json)).convert(\"\(mode)\"))"
  }

  private var grayLine: String? {
    switch gray {
    case .cv2: "x = cv2.cvtColor(x, cv2.COLOR_RGB2GRAY)"
    case .rec709: "x = np.rint(x @ np.array([0.2126, 0.7152, 0.0722])).astype(np.uint8)"
    case .mean: "x = (x.sum(axis=2, dtype=int) // 3).astype(np.uint8)"
    case .pil, nil: nil
    }
  }

  private var resizeLines: [String] {
    guard let resize else { return [] }
    let size = placed.placement.resized
    let (pair, swapped) = ("\(size[0]), \(size[1])", "\(size[1]), \(size[0])")
    let words = resize.rawValue.split(separator: "-").map(String.init)
    let name = words.last?.uppercased() ?? ""
    switch words[0] {
    case "pil":
      return ["x = np.array(Image.fromarray(x).resize((\(swapped)), Image.Resampling.\(name)))"]
    case "cv": return ["x = cv2.resize(x, (\(swapped)), interpolation=cv2.INTER_\(name))"]
    case "tv":
      return tensorLines(
        "TF.resize(t, [\(pair)], interpolation=TF.InterpolationMode.\(words[1].uppercased()), "
          + "antialias=\(words.last == "antialias" ? "True" : "False"))")
    default:
      let further = ["corners": ", align_corners=True", "antialias": ", antialias=True"]
      let mode = words.count > 1 ? words[1] : words[0]
      return tensorLines(
        "F.interpolate(t[None].float(), size=(\(pair)), mode=\"\(mode)\""
          + (further[words.last ?? ""] ?? "") + ")[0]")
    }
  }

  /// The image as PyTorch's tensor and back.
  private func tensorLines(_ resize: String) -> [String] {
    let axes = isGray ? "torch.from_numpy(x)[None]" : "torch.from_numpy(x).permute(2, 0, 1)"
    return [
      "t = \(axes)", "t = \(resize)",
      isGray ? "x = t[0].numpy()" : "x = t.permute(1, 2, 0).numpy()",
    ]
  }

  private var placeLines: [String] {
    let (placement, target) = (placed.placement, placed.placement.target)
    guard placement.resized != target else { return [] }
    let (rows, columns) = (placement.visibleRows, placement.visibleColumns)
    func slice(_ range: Range<Int>, less place: Int) -> String {
      "\(range.lowerBound - place):\(range.upperBound - place)"
    }
    let seen =
      "x[\(slice(rows, less: placement.top)), \(slice(columns, less: placement.left))]"
    guard rows.count < target[0] || columns.count < target[1] else { return ["x = \(seen)"] }
    return [
      "y = np.full((\(target[0]), \(target[1])) + x.shape[2:], \((fill ?? 0).digits), x.dtype)",
      "y[\(slice(rows, less: 0)), \(slice(columns, less: 0))] = \(seen)", "x = y",
    ]
  }

  private var valueLines: [String] {
    var lines: [String] = isInverted ? ["x = 255 - x"] : []
    if channels == .gray3 { lines.append("x = np.stack([x, x, x], axis=2)") }
    if let order = channels.order, order != [0, 1, 2] { lines.append("x = x[..., \(order)]") }
    lines.append("x = x.astype(np.float32)")
    let known = normalization
    if known.scale != 1 {
      let factor = known.factor.phrase
      lines.append(
        factor.hasPrefix("divided by ")
          ? "x = x / \(factor.dropFirst("divided by ".count))" : "x = x * \(known.scale.digits)")
    }
    if known.offset != 0 {
      lines.append("x = x \(known.offset < 0 ? "-" : "+") \(abs(known.offset).digits)")
    }
    if !known.mean.isEmpty { lines.append("x = x - np.float32(\(Self.list(known.mean)))") }
    if !known.deviation.isEmpty {
      lines.append("x = x / np.float32(\(Self.list(known.deviation)))")
    }
    return lines
  }

  private static func list(_ numbers: [Double]) -> String {
    numbers.count == 1
      ? numbers[0].digits : "[" + numbers.map(\.digits).joined(separator: ", ") + "]"
  }

  private var turnLines: [String] {
    (turn.isTransposed ? ["x = x.swapaxes(0, 1)"] : []) + (turn.flipsRows ? ["x = x[::-1]"] : [])
      + (turn.flipsColumns ? ["x = x[:, ::-1]"] : [])
  }

  private var layoutLines: [String] {
    var lines: [String] = []
    switch layout {
    case .channelsFirst: lines.append(isPlane ? "x = x[None]" : "x = x.transpose(2, 0, 1)")
    case .channelsLast: lines += isPlane ? ["x = x[..., None]"] : []
    case .rowsAndColumns: break
    }
    return lines + (hasBatch ? ["x = x[None]"] : [])
  }

  /// Whether `x` has no axis of channels.
  private var isPlane: Bool { channels == .gray }
}
