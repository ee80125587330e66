import CNNModel
import KernelInterface

// Values that are written where they are concatenated, and products.
extension InferencePlanner {
  /// The part of a concatenation's buffer that a value is written to, so that it need not be copied;
  /// `nil` where no reader concatenates it, or the values do not begin with a block.
  mutating func concatenatedPart(for value: ValueReference) -> ActivationBuffer? {
    guard let (node, block) = place(of: value) else { return nil }
    let result = ValueReference(node)
    let whole = buffer(of: result) ?? newBuffer(for: result)
    whole.readers += 1
    return part(of: whole, value, block)
  }

  /// The node that concatenates a value with others, and the value's first block there.
  func place(of value: ValueReference) -> (node: Int, block: Int)? {
    for reader in readers(of: value) {
      guard case .concatenation = operation(of: reader.node) else { continue }
      return firstBlocks(reader.node).map { (reader.node, $0[reader.input]) }
    }
    return nil
  }

  /// By input of a concatenation, its first block; `nil` where one does not begin with a block, or a
  /// value is there twice.
  private func firstBlocks(_ node: Int) -> [Int]? {
    let inputs = network.nodes[node].inputs
    guard Set(inputs).count == inputs.count else { return nil }
    var (channels, blocks) = (0, [Int]())
    for input in inputs {
      guard channels % lanes == 0 else { return nil }
      blocks.append(channels / lanes)
      channels += shape(input)[1]
    }
    return blocks
  }

  private func part(
    of whole: ActivationBuffer, _ value: ValueReference, _ block: Int
  ) -> ActivationBuffer {
    ActivationBuffer(
      form(shape(value)), whole.memory + block * whole.image.blockStep, partOf: whole)
  }

  /// Copies the values that were not written to their place.
  mutating func concatenate(_ node: Int) {
    let value = ValueReference(node)
    guard let blocks = firstBlocks(node) else { return fallBack(node) }
    let whole = buffer(of: value) ?? newBuffer(for: value)
    for (index, input) in network.nodes[node].inputs.enumerated() {
      let image = self.input(node, index)
      if image.whole !== whole {
        transform(image, into: part(of: whole, input, blocks[index])) { _ in }
      }
      release(image)
    }
  }

  /// The product of two images, or of an image with one number per channel.
  mutating func multiply(_ node: Int) {
    let value = ValueReference(node)
    let inputs = network.nodes[node].inputs.indices.map { input(node, $0) }
    let result = form(shape(value))
    guard let index = inputs.firstIndex(where: { $0.form == result }) else { return fallBack(node) }
    let (image, other) = (inputs[index], inputs[1 - index])
    guard other.form == result || shape(network.nodes[node].inputs[1 - index]).isOneCell,
      case .image(_, _, _, lanes, _) = other.form
    else { return fallBack(node) }
    let output = outputBuffer(for: value, over: image)
    transform(image, into: output) { rows in
      if other.form == result {
        rows.multiplier = UnsafePointer(other.start)
      } else {
        (rows.factors, rows.factorStep) = (UnsafePointer(other.start), other.image.blockStep)
      }
    }
    for input in inputs { release(input) }
  }
}

extension InferenceOperation {
  /// Whether a product is that of two images of one sample, of which one may have a single cell.
  static func isImageProduct(_ shapes: [Shape], _ result: Shape) -> Bool {
    shapes.count == 2 && result.rank == 4 && result[0] == 1 && result.count > 0
      && shapes.contains(result)
      && shapes.allSatisfy { $0 == result || $0.isOneCell && $0[1] == result[1] }
  }
}

extension Shape {
  /// Whether it is that of one sample with one cell for each channel.
  fileprivate var isOneCell: Bool { rank == 4 && self[0] == 1 && self[2] == 1 && self[3] == 1 }
}
