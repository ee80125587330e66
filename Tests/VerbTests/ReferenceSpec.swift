import ModelFiles
import ReferenceFolder

/// A case of `pytorch/cases.json` as arguments of `cnnscope layer`.
struct ReferenceSpec {
  let id: String
  /// Everything after `layer`, without `--out`.
  let arguments: [String]
  /// The case's name of an array, and ours.
  let results: [(theirs: String, ours: String)]
  private let json: JSON
  private let file: String

  /// `nil` when the program has no such layer.
  init?(_ json: JSON) {
    guard let id = json["id"]?.string, let file = json["file"]?.string,
      let line = LayerWords(json).line
    else { return nil }
    (self.id, self.json) = (id, json)
    self.file = ReferenceFolder.path("pytorch/\(file)")
    let names = Set((json["shapes"]?.members ?? [:]).keys)
    func path(_ name: String) -> String { "\(ReferenceFolder.path("pytorch/\(file)")):\(name)" }
    let isLoss = json["kind"]?.string == "loss"
    let inputs = ["x", isLoss ? "target" : "z"].filter(names.contains)
    var arguments = [line, "--input"] + inputs.map(path)
    let options = [
      ("weight", ["w", "gamma", "a", "class_weight"]), ("bias", ["b", "beta"]),
      ("gradient", ["gy"]),
      ("mean", ["running_mean"]), ("variance", ["running_var"]),
    ]
    for (option, candidates) in options {
      guard let name = candidates.first(where: names.contains) else { continue }
      arguments += ["--\(option)", path(name)]
    }
    if json["training"]?.bool == true { arguments.append("--training") }
    self.arguments = arguments
    let isDouble = inputs.count == 2 && !isLoss
    results = [
      ("y", "y"), ("gx", isDouble ? "gx0" : "gx"), ("gz", "gx1"), ("gw", "gw"), ("gb", "gb"),
      ("ggamma", "gw"), ("ga", "gw"), ("gbeta", "gb"), ("running_mean_after", "mean"),
      ("running_var_after", "variance"),
    ].filter { names.contains($0.0) }
  }

  /// What is wrong with the results of a run, or `nil`.
  ///
  /// Small whole numbers must be equal; sums stay below the worst case of any order of summation;
  /// the rest within 2·10⁻⁶ of double precision.
  func mistake(in output: String) throws -> String? {
    let (own, other) = (try NpzArchive(output), try NpzArchive(file))
    for (theirs, ours) in results {
      guard own.names.contains(ours) else { return "\(id): no \(ours)" }
      let mine = try own.array(ours)
      let stored = try other.array(theirs)
      guard mine.shape.count == stored.shape.count else {
        return "\(id): \(ours) is \(mine.shape), not \(stored.shape)"
      }
      if json["exact_integers"]?.bool == true {
        guard mine.doubles == stored.doubles else { return "\(id): \(ours) is not equal" }
        continue
      }
      let exact = other.names.contains("\(theirs)64") ? try other.array("\(theirs)64") : stored
      let bound = json["bound32"]?[theirs]?.double
      for (a, b) in zip(mine.doubles, exact.doubles)
      where
        !(a == b || (a.isNaN && b.isNaN)
        || (a - b).magnitude <= bound ?? 2e-6 * (1 + b.magnitude))
      {
        return "\(id): \(ours) has \(a), not \(b)"
      }
    }
    return nil
  }
}

/// The line of a model file that means a case's layer.
private struct LayerWords {
  private let json: JSON

  init(_ json: JSON) { self.json = json }

  var line: String? {
    switch json["kind"]?.string {
    case "conv2d": convolution("conv \(weight[0])", pad: list(json["pads_tlbr"], ","))
    case "conv_transpose2d":
      convolution("deconv \(weight[1] * groups)", pad: list(json["padding"], "x"))
        + option("output-pad", list(json["output_padding"], "x"))
    case "max_pool2d": pooling("maxpool")
    case "avg_pool2d":
      pooling("avgpool") + (json["count_include_pad"]?.bool == true ? "" : " exclude-pad")
        + option("divisor", json["divisor_override"]?.int)
    case "linear": "linear \(weight[0])" + bias
    case "batch_norm":
      "batchnorm" + option("epsilon", json["eps"]?.double)
        + option("momentum", json["momentum"]?.double)
    case "activation": activation
    case "loss": loss
    default: other
    }
  }

  private var weight: [Int] { shape("w") }
  private var groups: Int { json["groups"]?.int ?? 1 }
  private var op: String { json["op"]?.string ?? "" }
  private var attributes: JSON? { json["attrs"] }
  private var bias: String { json["bias"]?.bool == false ? " no-bias" : "" }

  private func shape(_ name: String) -> [Int] {
    json["shapes"]?[name]?.elements.compactMap(\.int) ?? []
  }

  private func list(_ json: JSON?, _ separator: String) -> String? {
    let numbers = json?.elements.compactMap(\.int) ?? []
    return numbers.isEmpty ? nil : numbers.map(String.init).joined(separator: separator)
  }

  private func option(_ name: String, _ value: (some CustomStringConvertible)?) -> String {
    value.map { " \(name) \($0)" } ?? ""
  }

  private func convolution(_ start: String, pad: String?) -> String {
    "\(start) \(weight[2])x\(weight[3])" + option("stride", list(json["stride"], "x"))
      + option("pad", pad) + option("dilation", list(json["dilation"], "x"))
      + option("groups", groups) + bias
  }

  private func pooling(_ keyword: String) -> String {
    "\(keyword) \(list(json["kernel"], "x") ?? "")" + option("stride", list(json["stride"], "x"))
      + option("pad", list(json["padding"], "x")) + option("dilation", list(json["dilation"], "x"))
      + (json["ceil_mode"]?.bool == true ? " ceil" : "")
  }

  private var activation: String {
    switch op {
    case "leaky_relu": "leaky-relu" + option("", attributes?["negative_slope"]?.double)
    case "elu", "celu": op + option("", attributes?["alpha"]?.double)
    case "softplus": "softplus" + option("", attributes?["beta"]?.double)
    case "prelu": shape("a") == [1] && shape("x")[1] != 1 ? "prelu shared" : "prelu"
    case "gelu": attributes?["approximate"]?.string == "tanh" ? "gelu tanh" : "gelu"
    case "softmax": "softmax" + option("axis", attributes?["dim"]?.int)
    default: op
    }
  }

  private var loss: String? {
    guard let reduction = attributes?["reduction"]?.string, reduction != "none" else { return nil }
    let sum = reduction == "sum" ? " sum" : ""
    switch op {
    case "cross_entropy":
      let smoothing = attributes?["label_smoothing"]?.double
      return "loss cross-entropy" + sum + option("ignore", attributes?["ignore_index"]?.int)
        + option("smoothing", smoothing == 0 ? nil : smoothing)
    case "mse": return "loss squared-error" + sum
    default: return nil
    }
  }

  private var other: String? {
    let isSingle = attributes?["output_size"]?.elements.compactMap(\.int) == [1, 1]
    switch op {
    case "concat" where attributes?["dim"]?.int == 1: return "concat"
    case "adaptive_avg_pool2d" where isSingle: return "global-avgpool"
    case "adaptive_max_pool2d" where isSingle: return "maxpool \(shape("x")[2])x\(shape("x")[3])"
    case "broadcast_add" where shape("x") == shape("z"): return "add"
    case "interpolate" where attributes?["mode"]?.string == "nearest":
      return attributes?["scale_factor"]?.int.map { "upsample \($0)" }
    default: return nil
    }
  }
}
