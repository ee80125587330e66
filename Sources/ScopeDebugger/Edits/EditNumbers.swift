import CNNModel

/// What the cells of a place are to become: `0.5`, `*2`, `+0.1`, `1 0 -1 / 2 0 -2 / 1 0 -1`, `sobel-x`.
package struct EditNumbers: Sendable {
  private enum Form: Sendable {
    case all(Float)
    case times(Float)
    case plus(Float)
    case each([Float])
  }

  private let form: Form

  /// - Throws: ``UserError`` where they are no numbers, or not as many as there are cells.
  package init(_ words: [String], for place: EditPlace) throws(UserError) {
    guard let first = words.first else {
      throw UserError("\(place.name) needs a number: 0.5, *2, +0.1, or one for each cell")
    }
    if words.count == 1, let kernel = ClassicKernel(rawValue: first) {
      form = .each(try Self.numbers(of: kernel, place))
    } else if words.count == 1, first.hasPrefix("*") {
      form = .times(try Self.number(String(first.dropFirst())))
    } else if words.count == 1, first.hasPrefix("+=") || first.hasPrefix("-=") {
      let number = try Self.number(String(first.dropFirst(2)))
      form = .plus(first.hasPrefix("-") ? -number : number)
    } else if words.count == 1, first.hasPrefix("+") {
      form = .plus(try Self.number(String(first.dropFirst())))
    } else if words.count == 1 {
      form = .all(try Self.number(first))
    } else {
      form = .each(try Self.matrix(words, place))
    }
  }

  package init(all number: Float) { form = .all(number) }

  /// The numbers of the cells.
  ///
  /// - Parameter old: what they were.
  /// - Throws: ``UserError`` where that is needed and not known, or a number would not be finite.
  package func callAsFunction(
    _ place: EditPlace, _ old: [Float]?
  ) throws(UserError) -> [Float] {
    let numbers: [Float]
    switch form {
    case .all(let number): numbers = place.offsets.map { _ in number }
    case .each(let each): numbers = each
    case .times(let factor): numbers = try Self.known(old, place).map { $0 * factor }
    case .plus(let addend): numbers = try Self.known(old, place).map { $0 + addend }
    }
    guard numbers.allSatisfy(\.isFinite) else {
      throw UserError("\(place.name) would not be finite")
    }
    return numbers
  }

  private static func known(_ old: [Float]?, _ place: EditPlace) throws(UserError) -> [Float] {
    guard let old else {
      throw UserError(
        "\(place.name) was not computed yet in this step; s continues, or a plain number sets it")
    }
    return old
  }

  private static func number(_ word: String) throws(UserError) -> Float {
    guard let number = Float(word), number.isFinite else {
      throw UserError("expected a finite number, as in 0.5, *2 or +0.1, not \(word.quoted)")
    }
    return number
  }

  /// Numbers for all cells, with `/` between rows where it is typed at all.
  private static func matrix(
    _ words: [String], _ place: EditPlace
  ) throws(UserError) -> [Float] {
    let rows = words.split(separator: "/", omittingEmptySubsequences: false)
    var numbers: [Float] = []
    for row in rows {
      for word in row { numbers.append(try number(word)) }
      guard rows.count == 1 || row.count == place.rowLength else {
        throw UserError("a row of \(place.name) has \(place.rowLength) numbers, not \(row.count)")
      }
    }
    guard numbers.count == place.offsets.count else {
      throw UserError(
        "\(place.name) has \(place.offsets.count) cell\(place.offsets.count == 1 ? "" : "s"), but "
          + "\(numbers.count) numbers were given")
    }
    return numbers
  }

  /// A square kernel, repeated where a place has several of them.
  private static func numbers(
    of kernel: ClassicKernel, _ place: EditPlace
  ) throws(UserError) -> [Float] {
    let size = place.rowLength
    guard size > 1, place.offsets.count % (size * size) == 0, case .state = place.kind else {
      throw UserError(
        "\(kernel.rawValue) is a square kernel, but \(place.name) has \(place.offsets.count) "
          + "cell\(place.offsets.count == 1 ? "" : "s") in rows of \(size)")
    }
    let plane = kernel.plane(size: size)
    return place.offsets.indices.map { plane[$0 % plane.count] }
  }
}
