import CNNModel
import NumberText
import ScopeDebugger
import TerminalKit

/// What the panes show of the selected tensor, looked up once for a picture.
struct SelectedTensor {
  /// The numbers that the maps show.
  let values: Tensor?
  /// The numbers that were computed; others than ``values`` where those are the real numbers that
  /// quantized ones stand for.
  let stored: Tensor?
  let maps: FeatureMaps?
  /// The indices of the maps in the order in which they are shown.
  let order: [Int]
  let statistics: TensorStatistics?
  /// The palette's ends for the selected map.
  let scale: HeatScale

  init(_ scene: Scene) {
    let (debugger, selection) = (scene.session.debugger, scene.selection)
    stored =
      selection.showsOriginal(scene.session)
      ? debugger.selectedSample.original : debugger.tensors.value(of: selection.reference)
    let isOriginal = selection.showsOriginal(scene.session)
    let values = stored.map { tensor in
      let shown = selection.shown(tensor, scene.session)
      return isOriginal ? shown : selection.version(of: shown, scene.session)
    }
    let statistics = values.map { TensorStatistics($0) }
    (self.values, self.statistics, maps) = (values, statistics, scene.shared.maps)
    order = maps.map { selection.ordered($0, scene.session) } ?? []
    switch selection.scale {
    case .map:
      let map = maps.flatMap { $0.count > 0 ? $0[selection.channel] : nil }
      scale = HeatScale(map.map { [$0.statistics] } ?? [])
    case .layer: scale = HeatScale(statistics.map { [$0] } ?? [])
    case .network:
      scale = HeatScale(scene.shared.figures.statistics(selection.kind, of: scene.session))
    }
  }
}

extension FeatureMaps.Map {
  var statistics: TensorStatistics {
    TensorStatistics(Tensor(shape: [rows, columns], elements: values))
  }

  /// Why it looks empty, when it does.
  func blackness(_ statistics: TensorStatistics) -> String {
    if statistics.nans == statistics.count { return " all NaN" }
    guard statistics.minimum == statistics.maximum, statistics.nans + statistics.infinities == 0
    else { return "" }
    return statistics.count == 1 ? "" : " all \(Decimals.text(statistics.minimum, 3))"
  }
}

extension HeatScale {
  /// The scale that just holds all finite numbers: around zero where some are negative.
  init(_ statistics: [TensorStatistics]) {
    let low = statistics.map(\.minimum).min() ?? 0
    let high = statistics.map(\.maximum).max() ?? 0
    self = low < 0 ? .diverging(limit: max(-low, high)) : .sequential(low: low, high: high)
  }
}

extension StepTensors {
  /// The same kind of tensor at every node that has it.
  func siblingStatistics(_ kind: TensorReference.Kind) -> [TensorStatistics] {
    network.nodes.indices.compactMap { node in
      sibling(of: kind, at: node).map { TensorStatistics($0) }
    }
  }

  private func sibling(of kind: TensorReference.Kind, at node: Int) -> Tensor? {
    switch kind {
    case .activation, .gradient: return value(of: TensorReference(node, kind))
    case .parameter(let index), .parameterGradient(let index):
      return index < network.parameters(of: node).count
        ? value(of: TensorReference(node, kind)) : nil
    case .statistic(let index):
      let count = network.statistics(of: node).count
      return index < count ? value(of: TensorReference(node, kind)) : nil
    }
  }
}
