package import CNNModel
import NumberText

/// What searches over a data set found, as lines of text.
package enum ExcitationText {
  /// A heading, and a row for each sample.
  package static func lines(_ search: TopSearch) -> [String] {
    let names = search.data.network.classNames
    let rows = search.hits.map { hit in
      [
        search.name(of: hit), "value \(Decimals.text(hit.value, 4))",
        hit.label.map { "label \(names.title(of: $0))" } ?? "",
        "at \(hit.cell.sample)", search.field(of: hit).map { "sees \(words($0))" } ?? "",
      ]
    }
    return [heading(search)] + (rows.isEmpty ? [] : SummaryTable.aligned(rows))
  }

  /// `conv1[3]: the 9 of 360 samples of digits:test that excite it most`
  package static func heading(_ search: TopSearch) -> String {
    let name = search.channel.name(in: search.data.network)
    return search.hits.isEmpty
      ? "\(name): none of \(search.done) samples of \(search.data.name) has a number there"
      : "\(name): the \(search.hits.count) of \(search.done) samples of \(search.data.name) that "
        + "excite it most"
  }

  /// `rows 2–6, columns 8–12`
  package static func words(_ field: ReceptiveField) -> String {
    zip(SpatialAxes.names(field.axes.count), field.axes)
      .map { "\($0) \($1.lowerBound)–\($1.upperBound)" }.joined(separator: ", ")
  }

  /// The rule, a row for each layer, and one for each channel with a fault.
  package static func lines(_ search: HealthSearch) -> [String] {
    let faults = faults(search)
    return ["\(search.done) samples of \(search.data.name); \(rule)"] + counts(search)
      + (faults.isEmpty ? ["no channel has a fault"] : faults)
  }

  /// A heading, and a row for each layer.
  package static func counts(_ search: HealthSearch) -> [String] {
    let heading = ["layer", "channels", "never > 0", "saturated", "duplicates", "NaN, ∞"]
    return SummaryTable.aligned(
      [heading] + search.found.map { row($0, search.data.network) })
  }

  /// A row for each channel with a fault.
  package static func faults(_ search: HealthSearch) -> [String] {
    SummaryTable.aligned(
      search.found.flatMap { layer in
        layer.channels.filter { !$0.faults.isEmpty }.map {
          faultRow(
            LayerChannel(node: layer.node, index: $0.index), $0, search.data.network)
        }
      })
  }

  /// What the columns count.
  package static let rule =
    "saturated: |slope| ≤ 0.01 at every number; duplicates: |correlation| > 0.99"

  /// The numbers of one layer.
  private static func row(_ layer: HealthSearch.Layer, _ network: Network) -> [String] {
    func count(_ has: (ChannelHealth.Fault) -> Bool) -> String {
      "\(layer.channels.count { $0.faults.contains(where: has) })"
    }
    let duplicates = count { if case .duplicate = $0 { true } else { false } }
    return [
      network.nodes[layer.node].name, "\(layer.channels.count)", count { $0 == .neverAboveZero },
      layer.hasSlopes ? count { $0 == .saturated } : "–",
      layer.comparesChannels ? duplicates : "–",
      "\(layer.channels.reduce(0) { $0 + $1.oddities })",
    ]
  }

  /// A channel with what is wrong with it.
  private static func faultRow(
    _ place: LayerChannel, _ channel: ChannelHealth, _ network: Network
  ) -> [String] {
    let faults = channel.faults.map { fault in
      switch fault {
      case .neverAboveZero: "never above zero"
      case .saturated: "saturated"
      case .duplicate(let other, let correlation):
        "like \(other), correlation \(Decimals.text(correlation, 4))"
      }
    }
    return [
      place.name(in: network), faults.joined(separator: "; "),
      "\(Decimals.text(channel.minimum, 3)) to \(Decimals.text(channel.maximum, 3))",
      "mean \(Decimals.text(channel.mean, 3))",
    ]
  }
}
