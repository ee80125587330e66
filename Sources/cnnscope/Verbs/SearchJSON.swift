import CNNModel
import ModelFiles
import ScopeDebugger

/// What searches over the samples of a data set found, as JSON.
enum SearchJSON {
  static func document(_ search: TopSearch) -> JSONText {
    let network = search.data.network
    return .object(
      heading(search.data, search.done) + [
        ("channel", .string(search.channel.name(in: network))),
        (
          "top",
          .array(
            search.hits.map { hit in
              .object([
                ("name", .string(search.name(of: hit))), ("value", .number(hit.value)),
                ("label", hit.label.map(JSONText.integer) ?? .null),
                ("cell", .array(hit.cell.sample.indices.map(JSONText.integer))),
                ("sees", search.field(of: hit).map(region) ?? .null),
              ])
            })
        ),
      ])
  }

  static func document(_ search: HealthSearch) -> JSONText {
    let network = search.data.network
    return .object(
      heading(search.data, search.done) + [
        (
          "layers",
          .array(
            search.found.map { layer in
              .object([
                ("layer", .string(network.nodes[layer.node].name)),
                ("channels", .array(layer.channels.map(channel))),
              ])
            })
        )
      ])
  }

  private static func heading(_ data: SearchedData, _ done: Int) -> [(String, JSONText)] {
    [
      ("network", .string(data.network.title)), ("data", .string(data.name)),
      ("samples", .integer(done)),
    ]
  }

  /// The first and the last index of each axis.
  private static func region(_ field: ReceptiveField) -> JSONText {
    .array(
      field.axes.map { .array([.integer($0.lowerBound), .integer($0.upperBound)]) })
  }

  private static func channel(_ channel: ChannelHealth) -> JSONText {
    var twin: (index: Int, correlation: Double)?
    for fault in channel.faults {
      if case .duplicate(let index, let correlation) = fault { twin = (index, correlation) }
    }
    return .object([
      ("channel", .integer(channel.index)),
      ("neverAboveZero", .bool(channel.faults.contains(.neverAboveZero))),
      ("saturated", .bool(channel.faults.contains(.saturated))),
      ("duplicateOf", twin.map { .integer($0.index) } ?? .null),
      ("correlation", twin.map { .number(Float($0.correlation)) } ?? .null),
      ("minimum", .number(channel.minimum)), ("maximum", .number(channel.maximum)),
      ("mean", .number(Float(channel.mean))), ("oddities", .integer(channel.oddities)),
    ])
  }
}
