import CNNModel

/// The classes of samples, counted from 0, and their names.
struct ClassLabels: Hashable, Sendable {
  let names: [String]
  let train: [Int]
  let test: [Int]
  /// What was done to the labels, as a sentence.
  let notes: [String]

  /// Classes of numbers: from 0, or from 1 where no sample has the label 0.
  ///
  /// - Precondition: no label is negative.
  init(train: [Int], test: [Int], countsFromZero: Bool = false) {
    let (least, last) = ((train + test).min() ?? 0, (train + test).max() ?? 0)
    let first = least == 1 && !countsFromZero ? 1 : 0
    names = (first...last).map(String.init)
    (self.train, self.test) = (train.map { $0 - first }, test.map { $0 - first })
    notes = first == 0 ? [] : ["labels begin at 1, so label 1 is the network's output 0"]
  }

  /// Classes of words: the different ones, in the order of their characters, or of their numbers
  /// where all are such.
  init(trainNames: [String], testNames: [String]) {
    let words = Set(trainNames + testNames)
    let integers = words.compactMap { Int($0) }
    if integers.count == words.count, integers.allSatisfy({ (0..<DataSet.mostClasses) ~= $0 }) {
      self.init(train: trainNames.compactMap { Int($0) }, test: testNames.compactMap { Int($0) })
      return
    }
    let names = words.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
    let places = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    self.init(
      names: names, train: trainNames.compactMap { places[$0] },
      test: testNames.compactMap { places[$0] })
  }

  private init(names: [String], train: [Int], test: [Int]) {
    (self.names, self.train, self.test, notes) = (names, train, test, [])
  }
}

extension NumericArray {
  /// The classes that the array holds: a list of integers of any type, a column of them, or rows of
  /// which each has a single 1 among zeros; `nil` for other arrays.
  var classLabels: [Int]? {
    let isColumn = shape.rank == 2 && shape[1] == 1
    if shape.rank == 1 || isColumn {
      guard let labels = int64s,
        labels.allSatisfy({ (0..<Int64(DataSet.mostClasses)).contains($0) })
      else { return nil }
      return labels.map { Int($0) }
    }
    return shape.rank == 2 && shape.count > 0 ? oneHotLabels : nil
  }

  private var oneHotLabels: [Int]? {
    let classes = shape[1]
    var labels: [Int] = []
    for row in 0..<shape[0] {
      let numbers = doubles(in: row * classes..<(row + 1) * classes)
      guard let place = numbers.firstIndex(of: 1),
        numbers.indices.allSatisfy({ $0 == place || numbers[$0] == 0 })
      else { return nil }
      labels.append(place)
    }
    return labels
  }
}
