import CNNEngine
import ReferenceFolder

/// The line of a model file that means the layer of a case.
extension ReferenceCase {
  /// `nil` when the catalogue has no such layer.
  var line: String? {
    switch kind {
    case "conv2d": return convolution("conv", channels: shape("w")[0], pad: fourSides)
    case "conv_transpose2d":
      let channels = shape("w")[1] * (json["groups"]?.int ?? 1)
      return convolution("deconv", channels: channels, pad: pair("padding"))
        + (pair("output_padding").map { " output-pad \($0)" } ?? "")
    case "max_pool2d": return pooling("maxpool")
    case "avg_pool2d": return averagePooling
    case "linear": return "linear \(shape("w")[0])" + (tensor("b") == nil ? " no-bias" : "")
    case "batch_norm":
      return "batchnorm epsilon \(number("eps", json)) momentum \(number("momentum", json))"
    case "activation": return activation
    default: return other
    }
  }

  private func number(_ name: String, _ json: JSON) -> Double { json[name]?.double ?? 0 }

  private var fourSides: String? {
    let sides = json["pads_tlbr"]?.elements.compactMap(\.int) ?? []
    return sides.count == 4 ? sides.map(String.init).joined(separator: ",") : nil
  }

  private func convolution(_ keyword: String, channels: Int, pad: String?) -> String {
    let kernel = shape("w").suffix(2).map(String.init).joined(separator: "x")
    var line = "\(keyword) \(channels) \(kernel) groups \(json["groups"]?.int ?? 1)"
    if let stride = pair("stride") { line += " stride \(stride)" }
    if let dilation = pair("dilation") { line += " dilation \(dilation)" }
    if let pad { line += " pad \(pad)" }
    return line + (tensor("b") == nil ? " no-bias" : "")
  }

  private func pooling(_ keyword: String) -> String {
    var line = "\(keyword) \(pair("kernel") ?? "1")"
    if let stride = pair("stride") { line += " stride \(stride)" }
    if let padding = pair("padding") { line += " pad \(padding)" }
    if let dilation = pair("dilation") { line += " dilation \(dilation)" }
    return line + (json["ceil_mode"]?.bool == true ? " ceil" : "")
  }

  private var averagePooling: String {
    let counted = json["count_include_pad"]?.bool == true ? "" : " exclude-pad"
    let divisor = json["divisor_override"]?.int.map { " divisor \($0)" } ?? ""
    return pooling("avgpool") + counted + divisor
  }

  private var activation: String? {
    let keyword = op.replacing("_", with: "-")
    let isKnown = LayerCatalogue.all.contains { $0.grammar.keyword == keyword }
    guard isKnown else { return nil }
    switch op {
    case "leaky_relu": return "leaky-relu \(number("negative_slope", attributes))"
    case "elu", "celu": return "\(op) \(number("alpha", attributes))"
    case "gelu": return attributes["approximate"]?.string == "tanh" ? "gelu tanh" : "gelu"
    case "softmax": return "softmax axis \(attributes["dim"]?.int ?? 1)"
    case "softplus":
      let beta = attributes["beta"]?.double ?? 1
      return beta == 1 ? "softplus" : "softplus \(beta)"
    case "prelu": return shape("a") == [1] && shape("x")[1] != 1 ? "prelu shared" : "prelu"
    default: return keyword
    }
  }

  private var other: String? {
    let isOne = attributes["output_size"]?.elements.compactMap(\.int) == [1, 1]
    switch op {
    case "concat" where attributes["dim"]?.int == 1: return "concat"
    case "mean_hw": return "global-avgpool"
    case "adaptive_avg_pool2d" where isOne: return "global-avgpool"
    case "adaptive_max_pool2d" where isOne: return "maxpool \(shape("x")[2])x\(shape("x")[3])"
    case "interpolate" where attributes["mode"]?.string == "nearest":
      return attributes["scale_factor"]?.int.map { "upsample \($0)" }
    case "pad": return padding
    case "add" where shape("x") == shape("z"): return "add"
    default: return nil
    }
  }

  /// Padding alone, as a depthwise convolution whose 1×1 kernels are 1.
  private var padding: String? {
    let fills = ["replicate": "nearest", "reflect": "reflect", "circular": "circular"]
    let amounts = attributes["pad_left_right_top_bottom"]?.elements.compactMap(\.int) ?? []
    let isZero = attributes["mode"]?.string == "constant" && attributes["value"]?.double == 0
    guard let fill = isZero ? "zeros" : fills[attributes["mode"]?.string ?? ""],
      amounts.count == 4, amounts.allSatisfy({ $0 >= 0 })
    else { return nil }
    let sides = [2, 0, 3, 1].map { String(amounts[$0]) }.joined(separator: ",")
    let channels = shape("x")[1]
    return "conv \(channels) 1x1 groups \(channels) no-bias pad \(sides) pad-with \(fill)"
  }
}
