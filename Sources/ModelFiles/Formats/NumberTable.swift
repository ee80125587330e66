/// A table of numbers as text (CSV): rows of fields that commas, semicolons or tabs separate, with or
/// without a line of headings.
struct NumberTable: Sendable {
  /// The headings; empty where there are none.
  let headings: [String]
  /// The number of fields of a row.
  let columns: Int
  /// The numbers, row by row; NaN for a word.
  let numbers: [Float]
  /// The fields of the columns that may hold words, as they are written.
  let words: [Int: [String]]

  /// The number of rows.
  var rows: Int { numbers.count / columns }

  /// The most fields of a row.
  static let mostColumns = 1 << 20

  /// The table in the bytes of a text.
  ///
  /// - Parameter wordColumns: the columns that may hold words, by the headings and the number of
  ///   columns.
  /// - Throws: ``FileError`` naming the line where a row has another number of fields than the first,
  ///   or a field is no number.
  init(
    _ bytes: ArraySlice<UInt8>, path: String,
    wordColumns: (_ headings: [String], _ columns: Int) -> Set<Int>
  ) throws(FileError) {
    var reader = try RowReader(bytes, path: path)
    (headings, columns) = (reader.headings, reader.columns)
    try reader.readRows(wordColumns(headings, columns))
    (numbers, words) = (reader.numbers, reader.words)
  }
}

/// Reads the rows of a table, one after the other.
private struct RowReader {
  private let path: String
  private let separator: UInt8
  private var rest: ArraySlice<UInt8>
  private var lineNumber = 0

  let columns: Int
  private(set) var headings: [String] = []
  private(set) var numbers: [Float] = []
  private(set) var words: [Int: [String]] = [:]

  init(_ bytes: ArraySlice<UInt8>, path: String) throws(FileError) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    (self.path, rest) = (path, bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes)
    var following = rest
    guard let first = Self.line(&following) else {
      throw FileError(path: path, reason: "this table has no rows")
    }
    let separator = Self.separator(of: first)
    (self.separator, columns) = (separator, first.count { $0 == separator } + 1)
    guard (2...NumberTable.mostColumns).contains(columns) else {
      throw FileError(
        path: path,
        reason: "a row of a table has 2 to \(NumberTable.mostColumns) fields, a label and numbers, "
          + "but the first one has \(columns)")
    }
    let fields = first.split(separator: separator, omittingEmptySubsequences: false)
    guard Self.areHeadings(fields) else { return }
    (headings, rest, lineNumber) = (fields.map(Self.text), following, 1)
  }

  mutating func readRows(_ wordColumns: Set<Int>) throws(FileError) {
    while let line = Self.line(&rest) {
      lineNumber += 1
      guard !line.isEmpty else { continue }
      try read(line, wordColumns)
    }
    guard !numbers.isEmpty else {
      throw FileError(path: path, reason: "this table has headings, but no rows")
    }
  }

  private mutating func read(
    _ line: ArraySlice<UInt8>, _ wordColumns: Set<Int>
  ) throws(FileError) {
    var (column, start) = (0, line.startIndex)
    for place in line.startIndex...line.endIndex {
      guard place == line.endIndex || line[place] == separator else { continue }
      guard column < columns else { break }
      let field = line[start..<place]
      if wordColumns.contains(column) {
        let word = Self.text(field)
        words[column, default: []].append(word)
        numbers.append(Float(word) ?? .nan)
      } else {
        try numbers.append(number(field, column))
      }
      (column, start) = (column + 1, place + 1)
    }
    guard column == columns, start == line.endIndex + 1 else {
      let count = line.count { $0 == separator } + 1
      throw FileError(
        path: "\(path):\(lineNumber)",
        reason: "the first row has \(columns) fields, but this one has \(count)")
    }
  }

  private func number(_ field: ArraySlice<UInt8>, _ column: Int) throws(FileError) -> Float {
    if let number = Self.digits(field) { return Float(number) }
    let text = Self.text(field)
    if let number = Float(text) { return number }
    throw FileError(
      path: "\(path):\(lineNumber)",
      reason: "field \(column + 1) should be a number, but is \(text.quoted)")
  }

  /// The number of up to seven digits; nil for other fields.
  private static func digits(_ field: ArraySlice<UInt8>) -> Int? {
    guard (1...7).contains(field.count) else { return nil }
    var number = 0
    for byte in field {
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      number = number * 10 + Int(byte - 0x30)
    }
    return number
  }

  /// The next line without its end; nil behind the last.
  private static func line(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard !rest.isEmpty else { return nil }
    let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
    var line = rest[..<end]
    rest = rest[min(end + 1, rest.endIndex)...]
    if line.last == 0x0D { line = line.dropLast() }
    return line
  }

  /// The first of comma, semicolon and tab that a line has.
  private static func separator(of line: ArraySlice<UInt8>) -> UInt8 {
    let marks = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    return marks.first { line.contains($0) } ?? marks[0]
  }

  /// Whether fields are headings: more than one of them is no number.
  private static func areHeadings(_ fields: [ArraySlice<UInt8>]) -> Bool {
    let others = fields.lazy.map(text).filter { Float($0) == nil }
    return others.prefix(2).count > 1 || others.first.map(ClassTable.isLabel) == true
  }

  /// A field without blanks and quotation marks around it.
  private static func text(_ field: ArraySlice<UInt8>) -> String {
    let text = String(decoding: field, as: UTF8.self).trimmingBlanks
    return String(
      text.hasPrefix("\"") && text.hasSuffix("\"") && text.count > 1
        ? text.dropFirst().dropLast() : text)
  }
}
