import CNNModel
import NumberText

/// Whether the test tests what was not trained with.
enum TestLeak: CheckupQuestion {
  static let name = "test-leak"
  static let question = "are test images also training images?"
  static let threshold =
    "tick: none; cross: from 1 % of the test images on; bit-equal inputs are counted (Barz & Denzler, "
    + "Do we train on test data?, 2020, found 3.3 % near-duplicates in CIFAR-10)"
  static let look = "data"
  /// So many numbers are looked at, at most.
  private static let most = 1 << 28

  static func find(in subject: CheckupSubject) -> Finding {
    let (train, test) = (subject.data.train, subject.data.test)
    if subject.data.isShared {
      return Finding(
        .cross, 1,
        "\(subject.data.name) has one part, which is trained and tested with; a test part "
          + "of its own is expected")
    }
    let size = max(1, subject.network.inputSample.count)
    let limit = max(1, most / size / 2)
    let (trained, tested) = (min(train.count, limit), min(test.count, limit))
    guard tested > 0 else { return .notApplicable("there is no test part") }
    let known = Dictionary(
      (0..<trained).map { (hash(train, $0, size), $0) }, uniquingKeysWith: { first, _ in first })
    var pairs: [(test: Int, train: Int)] = []
    for index in 0..<tested where !CancellationToken.isCancelled {
      guard let other = known[hash(test, index, size)],
        train.inputs(at: [other]).elements == test.inputs(at: [index]).elements
      else { continue }
      pairs.append((index, other))
    }
    return finding(pairs, of: tested, trained, subject.data.name)
  }

  private static func finding(
    _ pairs: [(test: Int, train: Int)], of tested: Int, _ trained: Int, _ name: String
  ) -> Finding {
    let share = Double(pairs.count) / Double(tested)
    let first = pairs.first.map { ", the first is test:\($0.test) = train:\($0.train)" } ?? ""
    return Finding(
      pairs.isEmpty ? .tick : share >= 0.01 ? .cross : .unsure, share,
      "\(pairs.count) of \(tested) test images are among \(trained) training images\(first); none "
        + "is expected",
      look: pairs.first.map { "input \(name):test:\($0.test)" })
  }

  /// FNV-1a over the bits of a sample's input.
  private static func hash(_ samples: any LabeledSamples, _ index: Int, _ size: Int) -> UInt64 {
    guard !CancellationToken.isCancelled else { return 0 }
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: size) { buffer in
      buffer.initialize(repeating: 0)
      var numbers = buffer.mutableSpan
      samples.write(index, to: &numbers)
      return buffer.reduce(0xCBF2_9CE4_8422_2325) {
        ($0 ^ UInt64($1.bitPattern)) &* 0x100_0000_01B3
      }
    }
  }
}
