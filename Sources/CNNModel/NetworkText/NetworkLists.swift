/// A network described by lists, as in notebooks: the sizes of convolutions, poolings and linear
/// layers, and the activations between them.
///
/// Each convolution is followed by its activation and by the pooling at the same index, if there is
/// one; then everything is flattened, and each linear layer but the last is followed by its
/// activation. With a 0 for "none here" the lists are the columns of one table instead, see
/// ``tableText``.
public struct NetworkLists: Hashable, Sendable {
  /// The shape of a sample, such as `1x32x32`.
  public var input: String
  /// `6x5`: 6 channels, kernel 5×5; `6x3x5`: kernel 3×5; `1x6x5x5`: from 1 channel to 6; `0`: none.
  public var convolutions: [String]
  /// The strides of the convolutions: numbers, or `kernel` for as large as the kernel; one for all, or
  /// one for each. None is 1.
  public var strides: [String]
  /// The keyword of the pooling layers, `maxpool` or `avgpool`.
  public var pool: String
  /// The kernels of the poolings, by convolution.
  public var pools: [String]
  /// The units of the linear layers.
  public var linears: [String]
  /// The keywords of the activations, `none` for none: one for all, or one for each layer that has an
  /// activation.
  public var activations: [String]

  /// The words that begin a list.
  public static let keywords = [
    "input", "conv", "stride", "maxpool", "avgpool", "linear", "activation",
  ]

  /// Parses `input 1x32x32 conv 6x5 16x5 maxpool 2 2 linear 120 84 10 activation sigmoid`.
  ///
  /// - Throws: ``LineError`` for a word outside of a list, and for lists that do not match.
  public init(_ words: [Word]) throws(LineError) {
    var lists: [String: [String]] = [:]
    var list: String?
    for word in words {
      if Self.keywords.contains(word.text) {
        list = word.text
        lists[word.text, default: []] += []
      } else if let list {
        lists[list, default: []] += word.text.split(separator: ",").map(String.init)
      } else {
        throw LineError(
          "a list begins with one of \(Self.keywords.joined(separator: ", ")), not \"\(word.text)\"",
          column: word.column,
          proposal: nearest(to: word.text, in: Self.keywords).map { "did you mean \"\($0)\"?" })
      }
    }
    input = lists["input"]?.first ?? "1x32x32"
    convolutions = lists["conv"] ?? []
    strides = lists["stride"] ?? []
    pool = lists["avgpool"] == nil ? "maxpool" : "avgpool"
    pools = lists[pool] ?? []
    linears = lists["linear"] ?? []
    activations = lists["activation"] ?? ["relu"]
    try check(words)
  }

  private func check(_ words: [Word]) throws(LineError) {
    let column = words.first?.column ?? 1
    guard !convolutions.isEmpty || !linears.isEmpty else {
      throw LineError(
        "there is nothing to build from", column: column,
        proposal: "write \"input 1x32x32 conv 6x5 16x5 maxpool 2 2 linear 120 84 10 "
          + "activation sigmoid\"")
    }
    guard strides.count <= 1 || strides.count == convolutions.count else {
      throw LineError(
        "there are \(strides.count) strides for \(convolutions.count) convolutions",
        column: column, proposal: "give one for all, or one for each")
    }
    if isTable { return try checkTable(column) }
    guard pools.count <= convolutions.count else {
      throw LineError(
        "there are \(pools.count) poolings for \(convolutions.count) convolutions", column: column)
    }
    let places = convolutions.count + max(0, linears.count - 1)
    guard activations.count == 1 || activations.count == places else {
      throw LineError(
        "there are \(activations.count) activations for \(places) layers that take one",
        column: column, proposal: "give one for all, or one for each")
    }
    try checkConvolutions(column)
  }

  /// - Throws: ``LineError`` for a convolution that is not written as one.
  func checkConvolutions(_ column: Int) throws(LineError) {
    if let wrong = convolutions.first(where: { $0 != "0" && Self.convolution($0) == nil }) {
      throw LineError(
        "a convolution is channels x kernel, as in 6x5 or 6x3x5, not \"\(wrong)\"", column: column)
    }
  }

  /// The model file that the lists describe.
  public var text: String {
    if isTable { return tableText }
    var lines = ["input \(input)"]
    for index in convolutions.indices {
      lines += [convolution(index)] + activation(index)
      if index < pools.count { lines.append("\(pool) \(pools[index])") }
    }
    if !linears.isEmpty { lines.append("flatten") }
    for (index, units) in linears.enumerated() {
      lines.append("linear \(units)")
      if index < linears.count - 1 { lines += activation(convolutions.count + index) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The line of an activation; none for `none`.
  func activation(_ index: Int) -> [String] {
    let keyword = activations.count == 1 ? activations[0] : activations[index]
    return keyword == "none" ? [] : [keyword]
  }

  /// The line of a convolution.
  func convolution(_ index: Int) -> String {
    let stride = strides.count == 1 ? strides[0] : strides.isEmpty ? "1" : strides[index]
    return (Self.convolution(convolutions[index]) ?? "")
      + (stride == "1" ? "" : " stride \(stride)")
  }

  private static func convolution(_ size: String) -> String? {
    let parts = size.split(separator: "x", omittingEmptySubsequences: false)
    switch parts.count {
    case 2: return "conv \(parts[0]) \(parts[1])x\(parts[1])"
    case 3: return "conv \(parts[0]) \(parts[1])x\(parts[2])"
    case 4: return "conv \(parts[0])→\(parts[1]) \(parts[2])x\(parts[3])"
    default: return nil
    }
  }
}
