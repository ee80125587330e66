import CNNModel
import Testing

@Suite("Order of the batches")
struct BatchOrderTests {
  @Test(
    "An epoch takes every sample once, in an order of its own", arguments: [1, 2, 5, 16, 17, 1437])
  func epochs(_ count: Int) {
    let order = BatchOrder(count: count, batchSize: 4, seed: 3)
    let epochs = (0..<3).map { epoch in
      (0..<order.stepsPerEpoch).flatMap { order.samples(of: epoch * order.stepsPerEpoch + $0) }
    }
    for epoch in epochs { #expect(epoch.sorted() == Array(0..<count)) }
    if count > 5 { #expect(Set(epochs).count == 3) }
    let other = BatchOrder(count: count, batchSize: 4, seed: 4)
    if count > 5 { #expect(other.samples(of: 0) != order.samples(of: 0)) }
  }

  @Test("The last batch holds what is left; unshuffled is the order of the samples")
  func last() {
    let order = BatchOrder(count: 10, batchSize: 4, seed: 0, isShuffled: false, start: (7, 2))
    #expect((7...9).map { order.samples(of: $0) } == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]])
    #expect(order.place(of: 10) == (3, 0))
  }

  @Test("Samples are spread over the places evenly")
  func even() {
    // Over 4000 seeds every one of 5 samples comes first 800 times, ±5 deviations of 25.
    var counts = [Int](repeating: 0, count: 5)
    for seed in 0..<4000 { counts[Shuffle(count: 5, seed: UInt64(seed), epoch: 0)[0]] += 1 }
    #expect(counts.allSatisfy { (675...925).contains($0) }, "\(counts)")
  }

  @Test("A shift moves whole images, by no more than it may, the same way again")
  func shift() {
    let image = Tensor(shape: [1, 1, 4, 4], elements: (1...16).map(Float.init))
    var seen: Set<Tensor> = []
    for step in 0..<100 {
      let moved = Augmentation(shift: 1).apply(to: image, seed: 1, step: step)
      #expect(moved == Augmentation(shift: 1).apply(to: image, seed: 1, step: step))
      seen.insert(moved)
    }
    #expect(seen.count == 9)
    #expect(seen.contains(image))
    let right = seen.first { $0[5] == 5 && $0[1] == 1 }
    #expect(right?.elements == [0, 1, 2, 3, 0, 5, 6, 7, 0, 9, 10, 11, 0, 13, 14, 15])
  }
}
