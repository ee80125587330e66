import CNNModel
import ReferenceFolder

/// The line of a model file for the layer of a case.
extension ReferenceCase {
  /// `nil` when the catalog has no such layer.
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
    let isKnown = LayerCatalog.all.contains { $0.grammar.keyword == keyword }
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
    case "concat": return "concat axis \(attributes["dim"]?.int ?? 1)"
    case "mean_hw": return "reduce mean axes 2,3 drop"
    case "adaptive_avg_pool2d" where isOne: return "global-avgpool"
    case "adaptive_max_pool2d" where isOne: return "global-maxpool"
    case "interpolate": return interpolation
    case "pad": return padding
    case "add", "broadcast_add": return "add"
    case "broadcast_mul": return "arithmetic multiply"
    case "local_response_norm":
      return "lrn \(attributes["size"]?.int ?? 1) alpha \(number("alpha", attributes)) "
        + "beta \(number("beta", attributes)) bias \(number("k", attributes))"
    case "layer_norm": return "layernorm epsilon \(number("eps", attributes))"
    case "instance_norm": return "instancenorm epsilon \(number("eps", attributes))"
    case "group_norm":
      return "groupnorm \(attributes["num_groups"]?.int ?? 1) "
        + "epsilon \(number("eps", attributes))"
    default: return nil
    }
  }

  private var interpolation: String? {
    let isAligned = attributes["align_corners"]?.bool == true
    let kernels = [
      "nearest": "rounding floor coordinates asymmetric", "bilinear": "kernel linear",
      "bicubic": "kernel cubic",
    ]
    guard let kernel = kernels[attributes["mode"]?.string ?? ""] else { return nil }
    let sizes = attributes["size"]?.elements.compactMap(\.int) ?? []
    let target =
      sizes.isEmpty
      ? attributes["scale_factor"]?.double.map { "scales \($0),\($0)" }
      : "sizes " + sizes.map(String.init).joined(separator: ",")
    return target.map {
      "resize axes 2,3 \($0) \(kernel)" + (isAligned ? " coordinates align-corners" : "")
    }
  }

  private var padding: String? {
    let modes = [
      "constant": "value \(number("value", attributes))", "replicate": "with edge",
      "reflect": "with reflect", "circular": "with wrap",
    ]
    let amounts = attributes["pad_left_right_top_bottom"]?.elements.compactMap(\.int) ?? []
    guard let mode = modes[attributes["mode"]?.string ?? ""], amounts.count == 4 else { return nil }
    return
      "pad before 0,0,\(amounts[2]),\(amounts[0]) after 0,0,\(amounts[3]),\(amounts[1]) \(mode)"
  }
}
