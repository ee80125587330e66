import CNNEngine
import ModelFiles

extension NetworkSummary {
  /// A row a layer, and the totals.
  var table: String {
    var table = TextTable([
      ("name", .left), ("layer", .left), ("output", .left), ("parameters", .left),
      ("MACs", .right), ("sees", .left),
    ])
    for (index, row) in rows.enumerated() {
      table.add([
        row.name, row.line(after: index == 0 ? nil : rows[index - 1].name),
        row.outputShape.description, row.parameterText, row.products == 0 ? "" : "\(row.products)",
        row.inputs.isEmpty ? "" : row.receptiveField?.description ?? "",
      ])
    }
    table.add(["total", "", "", "\(parameterCount)", "\(products)", ""])
    return table.text
  }

  var json: JSONText {
    .object([
      ("network", .string(title)), ("layers", .array(rows.map(\.json))),
      ("parameters", .integer(parameterCount)), ("macs", .integer(products)),
    ])
  }
}

extension NetworkSummary.Row {
  /// The layer's line of the model file, with its inputs where they are not the layer before.
  fileprivate func line(after previous: String?) -> String {
    inputs.isEmpty || inputs == [previous]
      ? text : "\(text) from \(inputs.joined(separator: ", "))"
  }

  /// `16·6·5·5 + 16 = 2416`
  fileprivate var parameterText: String {
    parameters.isEmpty ? "" : "\(parameterArithmetic) = \(parameterCount)"
  }

  fileprivate var json: JSONText {
    .object([
      ("name", .string(name)), ("kind", .string(kind)), ("text", .string(text)),
      ("inputs", .array(inputs.map(JSONText.string))), ("output", outputShape.json),
      ("arithmetic", .array(arithmetic.map(JSONText.string))),
      ("parameters", .integer(parameterCount)),
      ("parameterArithmetic", .string(parameterArithmetic)),
      (
        "parameterShapes",
        .object(parameters.map { ($0.name, $0.shape.json) })
      ),
      ("macs", .integer(products)),
      (
        "receptiveField",
        receptiveField.map { .array([.integer($0.rows), .integer($0.columns)]) } ?? .null
      ),
    ])
  }
}
