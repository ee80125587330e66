import CNNModel
import ModelFiles

extension NetworkSummary {
  /// The table of ``SummaryTable`` as JSON.
  var json: JSONText {
    .object([
      ("network", .string(title)), ("layers", .array(rows.map(\.json))),
      ("parameters", .integer(parameterCount)), ("macs", .integer(multiplyAccumulates)),
      ("missing", .array(missing.map(\.json))), ("notes", .array(notes.map(JSONText.string))),
    ])
  }
}

extension Network.MissingNode {
  fileprivate var json: JSONText {
    .object([
      ("name", .string(name)), ("operator", .string(kind)), ("reason", .string(reason)),
      ("behindAnother", .bool(isBehindAnother)),
    ])
  }
}

extension NetworkSummary.Row {
  fileprivate var json: JSONText {
    .object([
      ("name", .string(name)), ("kind", .string(kind)), ("text", .string(text)),
      ("inputs", .array(inputs.map(JSONText.string))), ("output", outputShape.json),
      ("type", .string(outputType.rawValue)),
      ("arithmetic", .array(arithmetic.map(JSONText.string))),
      ("parameters", .integer(parameterCount)),
      ("parameterArithmetic", .string(parameterArithmetic)),
      (
        "parameterShapes",
        .object(parameters.map { ($0.name, $0.shape.json) })
      ),
      ("remarks", .array(remarks.map(JSONText.string))),
      ("shared", .array(shared.map(JSONText.string))),
      ("macs", .integer(multiplyAccumulates)),
      (
        "receptiveField",
        receptiveField.map { .array($0.numbers.map { .integer($0) }) } ?? .null
      ),
    ])
  }
}
