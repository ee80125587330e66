import CNNModel
import NumberText

extension Scatter {
  /// `gradient 0.0012 goes to 25 cells of maxpool1[0]`
  package func summary(_ names: NetworkNames) -> String {
    let node = names.name(of: TensorReference(input.node, .activation))
    let place = channels.count > 1 ? "\(node)[\(channel)]" : node
    let cut = shares.count < count ? ", \(shares.count) of them shown" : ""
    return "gradient \(Decimals.text(gradient, 4)) goes to "
      + "\(count == 1 ? "1 cell" : "\(count) cells") of \(place)\(cut)"
  }

  /// `dx[0,5,6] += gy×0.12 = 0.00014; dw += gy×0.61 = 0.00073`
  package func line(_ share: Share) -> String {
    let gain =
      "dx\(share.cell.sample) += gy×\(Decimals.text(share.factor, 3)) = "
      + Decimals.text(share.value, 3)
    guard share.weight != nil else { return gain }
    let weight = Decimals.text(Double(gradient) * Double(share.read), 3)
    return gain + "; dw += gy×\(Decimals.text(share.read, 3)) = \(weight)"
  }

  /// The same for a narrow list: `dx[0,5,6] += gy×w 0.00014  dw += gy×x 0.00073`.
  package func shortLine(_ share: Share) -> String {
    guard share.weight != nil else { return line(share) }
    let weight = Decimals.text(Double(gradient) * Double(share.read), 3)
    return "dx\(share.cell.sample) += gy×w \(Decimals.text(share.value, 3))  dw += gy×x \(weight)"
  }

  /// Only what is added to the gradient of the cell.
  package func shortestLine(_ share: Share) -> String {
    "dx\(share.cell.sample) += \(Decimals.text(share.value, 3))"
  }

  /// All of it, in lines.
  package func lines(_ names: NetworkNames) -> [String] {
    ["\(name): its " + summary(names)] + shares.map(line)
  }
}
