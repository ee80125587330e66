/// Layers that bring cells to mean 0 and variance 1, by another formula: with its true gradients, or
/// in the outputs alone.
enum NormalizationAlternatives {
  @Sendable
  static func all(_ layer: any Layer, _ inputs: [Shape]) -> [Alternative] {
    guard let layer = layer as? any NormalizationPasses, inputs[0].count > 0 else { return [] }
    let hasShift = layer.parameters(for: inputs).count > 1
    let changes =
      NormalizationChange.statistics(layer, inputs[0]) + NormalizationChange.deviations
      + NormalizationChange.affine.filter { hasShift || !$0.isOfShift }
      + (layer is any RunningNormalization ? NormalizationChange.running : [])
    return changes.flatMap { alternatives(layer, $0) }
      + NormalizationGradientChange.all(hasShift, inputs[0]).map { backward(layer, $0) }
  }

  private static func alternatives(
    _ layer: any NormalizationPasses, _ change: NormalizationChange
  ) -> [Alternative] {
    let (name, what, hint) = (change.name, change.what, change.hint)
    return [
      Alternative(
        name, what, hint: hint, of: layer,
        forward: { pass in
          let run = NormalizationRun(layer, pass, change.formula)
          var result = layer.forward(pass)
          result.outputs[0] = Tensor(shape: pass.input.shape, elements: run.outputs())
          return result
        }),
      Alternative(
        name, what, hint: hint, of: layer,
        backward: { pass in
          let run = NormalizationRun(layer, pass.forward, change.formula)
          let (input, scale, shift) = run.gradients(pass.gradient)
          return Gradients(
            inputs: [Tensor(shape: pass.input.shape, elements: input)],
            parameters: zip(pass.parameters, [scale, shift]).map {
              Tensor(shape: $0.shape, elements: $1)
            })
        }),
    ]
  }

  private static func backward(
    _ layer: any NormalizationPasses, _ change: NormalizationGradientChange
  ) -> Alternative {
    Alternative(
      change.name, change.what, hint: change.hint, of: layer,
      backward: { pass in
        change.apply(to: layer.backward(pass), NormalizationTerms(layer, pass))
      })
  }
}

/// Another formula, in words.
struct NormalizationChange: Sendable {
  let name: String
  let what: String
  let hint: String
  var isOfShift = false
  let formula: NormalizationFormula

  init(
    _ name: String, _ what: String, hint: String, isOfShift: Bool = false,
    _ change: (inout NormalizationFormula) -> Void
  ) {
    (self.name, self.what, self.hint, self.isOfShift) = (name, what, hint, isOfShift)
    var formula = NormalizationFormula()
    change(&formula)
    self.formula = formula
  }
}

extension NormalizationChange {
  private static let cellsHint = "Look at which cells share a mean and a variance."

  /// Mean and variance over other cells.
  static func statistics(_ layer: any NormalizationPasses, _ shape: Shape) -> [NormalizationChange]
  {
    let own = layer.normalAxes(of: shape)
    let subsets = (1..<1 << min(5, shape.rank)).map { bits in
      (0..<shape.rank).filter { bits >> $0 & 1 == 1 }
    }
    let axes = subsets.filter { $0 != own }.flatMap { axes -> [NormalizationChange] in
      let words = AxisWords.list(axes, shape)
      let number = axes.map(String.init).joined(separator: "-")
      let cells = NormalCells.axes(axes)
      return [
        NormalizationChange(
          "statistics-over-\(number)", "mean and variance are taken over \(words)", hint: cellsHint
        ) { ($0.meanCells, $0.varianceCells) = (cells, cells) },
        NormalizationChange(
          "mean-over-\(number)", "the mean alone is taken over \(words)", hint: cellsHint
        ) { $0.meanCells = cells },
        NormalizationChange(
          "variance-over-\(number)", "the variance alone is taken over \(words)", hint: cellsHint
        ) { $0.varianceCells = cells },
      ]
    }
    return axes + (own == nil ? channelGroups(layer, shape) : [])
  }

  /// Groups of other channels.
  private static func channelGroups(
    _ layer: any NormalizationPasses, _ shape: Shape
  ) -> [NormalizationChange] {
    guard shape.rank >= 2, shape[1] > 0 else { return [] }
    let plane = max(1, shape.strides[1])
    let groups = layer.normalGroups(of: shape)
    let size = max(1, groups.prefix { $0 == groups.first }.count / plane)
    let count = max(1, shape[1] / size)
    return [
      NormalizationChange(
        "groups-interleaved", "channel c belongs to group c mod \(count)", hint: cellsHint
      ) { ($0.meanCells, $0.varianceCells) = (.interleaved(count), .interleaved(count)) },
      NormalizationChange(
        "group-count-as-size", "every \(count) adjacent channels are a group", hint: cellsHint
      ) { ($0.meanCells, $0.varianceCells) = (.adjacent(count), .adjacent(count)) },
    ]
  }
}
