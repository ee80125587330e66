import CNNModel
import ModelFiles

/// How a network is compared with what a data set wants of it.
enum TargetForm: Hashable, Sendable {
  /// A class for every image.
  case labels
  /// A class for every place of the output.
  case classes
  /// Numbers in the shape of the output.
  case values

  /// - Throws: ``UserError`` where the data set wants what the network does not give.
  init(of set: DataSet, _ network: Network) throws(UserError) {
    guard let targets = set.train.targets else {
      self = .labels
      return
    }
    let (output, kind) = (network.outputSample, network.loss.target)
    if set.train.hasLabels, kind == .classes, network.classCount != nil {
      self = .labels
      return
    }
    let (found, places) = (targets.shape.sample.squeezed, Array(output.extents.dropFirst()))
    if kind == .classes, output.rank > 0, found == Shape(places).squeezed, targets.isWhole {
      self = .classes
    } else if found == output.squeezed {
      self = .values
    } else {
      let classes = kind == .classes ? " or classes of \(Self.text(places))" : ""
      throw UserError(
        "\(set.name.harmless): \(network.title) gives \(output), so targets of \(output)\(classes) "
          + "are expected for each input, but they are \(Self.text(targets.shape.sample.extents))")
    }
    for part in DataSet.Part.allCases { try check(set[part], set.name, network) }
  }

  private static func text(_ extents: [Int]) -> String {
    extents.isEmpty ? "one number" : "\(Shape(extents))"
  }

  /// - Throws: ``UserError`` where the loss cannot compare with some target.
  private func check(
    _ images: LabeledImages, _ name: String, _ network: Network
  ) throws(UserError) {
    for first in stride(from: 0, to: images.count, by: Self.checkedAtOnce) {
      let range = Array(first..<min(images.count, first + Self.checkedAtOnce))
      let output = network.outputSample.batched(range.count)
      guard let target = target(images, range, output) else { continue }
      do throws(ShapeError) { try network.loss.check(output: output, target: target) } catch {
        throw UserError("\(name.harmless): \(error)")
      }
    }
  }

  private static let checkedAtOnce = 64

  /// The target of some images; `nil` where they have labels.
  func target(_ images: LabeledImages, _ indices: [Int], _ output: Shape) -> Target? {
    switch self {
    case .labels: nil
    case .classes: .classes(images.targetClasses(at: indices))
    case .values: .values(Tensor(shape: output, elements: images.targetValues(at: indices)))
    }
  }
}

extension Shape {
  /// Without the extents of 1, which hold one number in whatever place they are.
  fileprivate var squeezed: Shape { Shape(extents.filter { $0 != 1 }) }
}
