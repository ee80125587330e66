/// Several inputs that are put together in another way.
enum JoinChanges {
  static func all(_ inputs: [Shape], _ output: Shape) -> [OriginsChange] {
    guard let axis = axis(inputs, output) else { return [] }
    let changes: [(String, String, String, @Sendable ([Shape], Int) -> [Part?])] = [
      (
        "inputs-swapped", "the inputs are put together in reverse order",
        "the pieces of the gradient go to the wrong inputs, the first one to the last",
        { shapes, axis in shapes.indices.reversed().flatMap { all(of: $0, shapes, axis) } }
      ),
      (
        "inputs-interleaved", "the inputs take turns along the axis",
        "the inputs take turns in getting the slices of the gradient", interleaved
      ),
      (
        "first-repeated", "the first input stands in the place of the others as well",
        "the first input gets all of the gradient", { repeated(0, $0, $1) }
      ),
      (
        "last-repeated", "the last input stands in the place of the others as well",
        "the last input gets all of the gradient", { repeated($0.count - 1, $0, $1) }
      ),
    ]
    return changes.map { rule, forward, backward, slices in
      OriginsChange(
        rule: rule, forward: forward, backward: backward, hint: hint,
        origins: { own, inputs in
          [join(slices(inputs, axis), inputs, axis, own[0].shape)]
        })
    } + pieces(inputs, output, axis)
      + [
        OriginsChange(
          rule: "pieces-shared", backward: "the gradient is divided by the number of inputs",
          hint: hint, factor: { inputs, _ in 1 / Float(inputs.count) }),
        OriginsChange(
          rule: "pieces-multiplied", backward: "the gradient is multiplied by the number of inputs",
          hint: hint, factor: { inputs, _ in Float(inputs.count) }),
        OriginsChange(
          rule: "joined-in-memory",
          forward: "the inputs are put one behind the other in memory, whole batches at once",
          backward: "the gradient is cut in memory, whole batches at once", hint: hint,
          origins: { own, _ in [Origins(own[0].shape, Array(own[0].offsets.indices))] }),
      ]
  }

  /// The axis along which several inputs are put together; `nil` where they are not.
  static func axis(_ inputs: [Shape], _ output: Shape) -> Int? {
    guard inputs.count > 1, inputs.allSatisfy({ $0.rank == output.rank }) else { return nil }
    return output.extents.indices.first { axis in
      output[axis] == inputs.reduce(0) { $0 + $1[axis] }
    }
  }

  private static let hint = "Look at where along the axis each input begins and ends."

  /// A slice of an input along the axis.
  private struct Part {
    let input: Int
    let index: Int
  }

  private static func all(of input: Int, _ shapes: [Shape], _ axis: Int) -> [Part?] {
    (0..<shapes[input][axis]).map { Part(input: input, index: $0) }
  }

  @Sendable
  private static func interleaved(_ shapes: [Shape], _ axis: Int) -> [Part?] {
    (0..<(shapes.map { $0[axis] }.max() ?? 0)).flatMap { index in
      shapes.indices.filter { index < shapes[$0][axis] }.map { Part(input: $0, index: index) }
    }
  }

  private static func repeated(_ input: Int, _ shapes: [Shape], _ axis: Int) -> [Part?] {
    let extent = shapes[input][axis]
    let count = shapes.reduce(0) { $0 + $1[axis] }
    return (0..<count).map { extent == 0 ? nil : Part(input: input, index: $0 % extent) }
  }

  /// The origins of slices along an axis.
  private static func join(
    _ parts: [Part?], _ inputs: [Shape], _ axis: Int, _ output: Shape
  ) -> Origins {
    let starts = JoinedInputs(inputs).starts
    let offsets = (0..<output.count).map { cell -> Int in
      var position = output.position(at: cell)
      guard parts.indices.contains(position[axis]), let part = parts[position[axis]] else {
        return Offsets.outside
      }
      position[axis] = part.index
      guard inputs[part.input].contains(position) else { return Offsets.outside }
      return starts[part.input] + inputs[part.input].offset(of: position)
    }
    return Origins(output, offsets)
  }

  /// Pieces of the gradient that begin elsewhere; what no piece has is lost.
  private static func pieces(_ inputs: [Shape], _ output: Shape, _ axis: Int) -> [OriginsChange] {
    let cuts: [(String, String, @Sendable (_ extents: [Int], _ input: Int) -> Int)] = [
      ("pieces-from-start", "every input gets the first slices of the gradient", { _, _ in 0 }),
      (
        "pieces-from-end", "every input gets the last slices of the gradient",
        { extents, input in extents.reduce(0, +) - extents[input] }
      ),
      (
        "pieces-one-late", "every piece of the gradient begins one slice too late",
        { extents, input in extents[..<input].reduce(0, +) + 1 }
      ),
      (
        "pieces-one-early", "every piece of the gradient begins one slice too early",
        { extents, input in extents[..<input].reduce(0, +) - 1 }
      ),
      (
        "pieces-of-own-size", "each piece begins where its own number of slices says",
        { extents, input in input * extents[input] }
      ),
      (
        "pieces-halved", "the pieces of the gradient begin at equal distances",
        { extents, input in input * (extents.reduce(0, +) / extents.count) }
      ),
    ]
    return cuts.map { rule, what, start in
      OriginsChange(
        rule: rule, backward: what, hint: hint,
        origins: { own, inputs in
          let extents = inputs.map { $0[axis] }
          return inputs.indices.map { input in
            let first = start(extents, input)
            let parts = (0..<own[0].shape[axis]).map { slice -> Part? in
              let index = slice - first
              return index >= 0 && index < extents[input] ? Part(input: input, index: index) : nil
            }
            return join(parts, inputs, axis, own[0].shape)
          }
        })
    }
  }
}
