import CNNEngine
import CNNModel
import Testing

@Suite("Estimates of memory")
struct MemoryEstimateTests {
  private func estimate(_ text: String) throws -> MemoryEstimate {
    MemoryEstimate(try Network(text: text, title: "net"))
  }

  @Test("They follow from parameters, outputs and batch, with an eighth on top")
  func figures() throws {
    // 6 weights and 2 biases; outputs of 3, 2 and 2 numbers.
    let estimate = try estimate("input 3\nlinear 2\nrelu")
    #expect(estimate.inference == 4 * (2 * 8 + 2 * 3) * 9 / 8)
    #expect(estimate.training(batch: 1, slots: 0) == 4 * (6 * 8 + 3 * 7) * 9 / 8)
    let one = estimate.training(batch: 64, slots: 2)
    #expect(one == 4 * (10 * 8 + 3 * 64 * 7) * 9 / 8)
    let two = estimate.training(batch: 64, slots: 2, remainder: 20)
    #expect(two == 4 * (14 * 8 + 3 * (64 + 32) * 7) * 9 / 8, "20 samples are two groups of 16")
  }

  @Test("What is beyond all bounds does not overflow")
  func unbounded() throws {
    let estimate = try estimate("input 1x8x8\nrelu")
    #expect(estimate.training(batch: .max, slots: 2) == .max)
  }
}
