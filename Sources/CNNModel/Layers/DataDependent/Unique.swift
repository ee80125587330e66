/// The places of the distinct numbers of an input, or of the distinct slices along an axis.
///
/// Three outputs: the index of the first occurrence of each, for every number or slice the place of
/// its like among the distinct ones, and how often each occurs. The distinct ones are in ascending
/// order, slices compared number by number, or in the order in which they first occur. The numbers
/// themselves are what `gather-by` reads at the first output. As in ONNX (`Unique`) and NumPy
/// (`unique`); no gradient passes.
///
/// Shapes: any → `[count]`, `[numbers]` or `[slices]`, `[count]`.
package struct Unique: DataDependentLayer, PlaceLayer {
  /// Negative ones count from the end; `nil` for the numbers of the whole input.
  package let axis: Int?
  package let isSorted: Bool
  package let count: Int
  static let found = "distinct values"

  package init(axis: Int?, isSorted: Bool, count: Int) {
    (self.axis, self.isSorted, self.count) = (axis, isSorted, count)
  }

  package var checkedInputs: [Int] { [0] }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    guard let axis else { return [[count], [input.count], [count]] }
    return [[count], [input[try resolved(axis, of: input)]], [count]]
  }

  func found(in inputs: InputNumbers) -> Int { Groups(self, inputs).first.count }

  /// The number of distinct values.
  package func count(in value: Value) -> Int { found(in: InputNumbers([value])) }

  func places(_ inputs: InputNumbers) -> [(name: String, numbers: [Int])] {
    let groups = Groups(self, inputs)
    return [
      ("first of its kind", groups.first.filled(to: count)),
      ("place among the distinct ones", groups.member),
      ("number of its kind", groups.sizes.filled(to: count)),
    ]
  }

  /// The equal numbers or slices.
  private struct Groups {
    /// By group, its first member.
    private(set) var first: [Int] = []
    /// By member, its group.
    private(set) var member: [Int]
    /// By group, the number of its members.
    private(set) var sizes: [Int] = []

    init(_ layer: Unique, _ inputs: InputNumbers) {
      let slices = Slices(inputs, axis: layer.axis.map { layer.checked($0, of: inputs.shapes[0]) })
      member = [Int](repeating: 0, count: slices.count)
      let ordered = (0..<slices.count).sorted {
        let order = slices.order($0, $1)
        return order == 0 ? $0 < $1 : order < 0
      }
      for (place, slice) in ordered.enumerated() {
        if place > 0, slices.order(ordered[place - 1], slice) == 0 {
          sizes[sizes.count - 1] += 1
        } else {
          first.append(slice)
          sizes.append(1)
        }
        member[slice] = first.count - 1
      }
      if !layer.isSorted { orderByOccurrence() }
    }

    private mutating func orderByOccurrence() {
      let order = first.indices.sorted { first[$0] < first[$1] }
      var places = [Int](repeating: 0, count: order.count)
      for (place, group) in order.enumerated() { places[group] = place }
      (first, sizes) = (order.map { first[$0] }, order.map { sizes[$0] })
      member = member.map { places[$0] }
    }
  }

  /// The parts of an input that are compared.
  private struct Slices {
    let count: Int
    private let inputs: InputNumbers
    private let inner: Int
    private let outer: Int

    init(_ inputs: InputNumbers, axis: Int?) {
      self.inputs = inputs
      let shape = inputs.shapes[0]
      count = axis.map { shape[$0] } ?? shape.count
      inner = axis.map { shape.strides[$0] } ?? 1
      outer = axis.map { shape.extents[..<$0].reduce(1, *) } ?? 1
    }

    /// −1, 0 or 1: how two slices compare. NaN is beyond all numbers.
    func order(_ first: Int, _ second: Int) -> Int {
      for line in 0..<outer {
        for place in 0..<inner {
          let a = inputs[0, (line * count + first) * inner + place]
          let b = inputs[0, (line * count + second) * inner + place]
          if a < b || (b.isNaN && !a.isNaN) { return -1 }
          if a > b || (a.isNaN && !b.isNaN) { return 1 }
        }
      }
      return 0
    }
  }

  package static let grammar = LayerGrammar(
    "unique", summary: "the places of the distinct numbers, or of the distinct slices of an axis",
    help: """
      Gives three lists: where each distinct value first occurs, which of them every value is, and \
      how often each occurs. How many there are depends on the input, so the network has the count \
      of the one that it was opened with. No gradient passes.
      """,
    options: [
      countOption, .init("axis", .axis, "compare the slices of an axis (default: all numbers)"),
      .init("unsorted", .flag, "in the order of the first occurrence, not ascending"),
    ])

  package init(_ line: LayerLine) throws(LineError) {
    self.init(
      axis: line.whole("axis"), isSorted: !line.has("unsorted"), count: line.whole("count") ?? 0)
  }

  package var text: String {
    [
      kind, count == 0 ? nil : "count \(count)", axis.map { "axis \($0)" },
      isSorted ? nil : "unsorted",
    ].compactMap(\.self).joined(separator: " ")
  }
}

extension Unique: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    guard dialect == .pytorch else { return .unknown(text, call) }
    let axis = axis.map { ", dim=\($0)" } ?? ""
    return LayerCode(
      "torch.unique(\(call.input), return_inverse=True, return_counts=True\(axis))",
      note: "with the values in place of their first occurrences")
  }
}
