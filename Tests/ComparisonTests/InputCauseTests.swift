import CNNModel
import Comparison
import ModelFiles
import TestSupport
import Testing

/// How an input that differs was made from the one that was meant.
@Suite("Inputs that differ", .baselineLevel) struct InputCauseTests {
  private func cause(_ change: (Tensor) -> Tensor) throws -> Cause? {
    let compared = try Compared("input 3x6x8\na: conv 2 3x3\nb: relu")
    let comparison = try compared.compare(
      with: compared.activations, input: change(compared.input), meant: compared.input)
    #expect(comparison.guilty == .input && comparison.candidates.isEmpty)
    return comparison.cause
  }

  /// The channel of an offset.
  private func channel(_ offset: Int) -> Int { offset / 48 }

  @Test("Orders of channels and pixels")
  func orders() throws {
    let reversed = try cause { x in
      Tensor(
        shape: x.shape, elements: x.elements.indices.map { x[(2 - channel($0)) * 48 + $0 % 48] })
    }
    #expect(reversed?.name == "input-channel-order" && reversed?.proof == .equal)
    let mirrored = try cause { x in
      Tensor(
        shape: x.shape, elements: x.elements.indices.map { x[$0 / 8 * 8 + 7 - $0 % 8] })
    }
    #expect(mirrored?.name == "input-mirrored")
    let read = try cause { $0.withChannelsLast.reshaped(to: $0.shape) }
    #expect(read?.name == "input-reinterpreted")
  }

  @Test("Ranges and normalizations, with the numbers that were solved")
  func ranges() throws {
    #expect(try cause { $0.map { 1 - $0 } }?.name == "input-inverted")
    #expect(try cause { $0.map { 255 * $0 } }?.name == "input-range")
    let mean: [Float] = [0.485, 0.456, 0.406]
    let deviation: [Float] = [0.229, 0.224, 0.225]
    let plain = try cause { x in
      Tensor(
        shape: x.shape,
        elements: x.elements.indices.map { x[$0] * deviation[channel($0)] + mean[channel($0)] })
    }
    #expect(plain?.name == "input-normalization" && plain?.proof == .solved)
    #expect(plain?.sentence.contains("not normalized by ImageNet's mean and deviation") == true)
    let twice = try cause { x in
      Tensor(
        shape: x.shape,
        elements: x.elements.indices.map { (x[$0] - mean[channel($0)]) / deviation[channel($0)] })
    }
    #expect(twice?.name == "input-normalized-twice")
  }

  /// A convolution of three channels, compared with what it gives for another input, which nobody
  /// hands in.
  private func unknown(_ change: (Tensor) -> Tensor) throws -> NetworkComparison {
    let compared = try Compared("input 3x6x8\na: conv 5 3x3\nb: relu\nc: conv 2 3x3")
    let meant = Compared(compared.network, compared.state, change(compared.input))
    return try compared.compare(with: meant.activations)
  }

  @Test("Without the reference's input, a normalization is solved from what the first layer gives")
  func solved() throws {
    let comparison = try unknown { x in
      Tensor(
        shape: x.shape,
        elements: x.elements.indices.map {
          x[$0] * [1.7, 2.5, 3.1][channel($0)] - [0.3, 0.8, 0.1][channel($0)]
        })
    }
    #expect(comparison.guilty == .input && comparison.candidates.isEmpty)
    #expect(comparison.cause?.name == "input-normalization" && comparison.cause?.proof == .solved)
    #expect(comparison.furtherGuilty.isEmpty)
  }

  @Test("Where a changed layer and a changed input give the same, both are named")
  func both() throws {
    let comparison = try unknown { x in
      Tensor(
        shape: x.shape, elements: x.elements.indices.map { x[(2 - channel($0)) * 48 + $0 % 48] })
    }
    #expect(comparison.guiltyName == "a" && comparison.mayBeInput)
    #expect(comparison.cause?.name == "weight-mirrored")
    #expect(comparison.causes.contains { $0.name == "input-channel-order" })
    #expect(
      ComparisonWords.verdict(comparison)
        == "the difference is born at a, or the input is another one")
  }

  @Test("An input that differs does not hide a layer that differs, too")
  func inputAndLayer() throws {
    let compared = try Compared("input 3x6x8\na: conv 2 3x3\nb: relu\nc: conv 2 3x3")
    let damaged = compared.setting("c") { $0.map { -$0 } }
    let comparison = try damaged.compare(
      with: compared.activations, input: compared.input.map { 1 - $0 }, meant: compared.input)
    #expect(comparison.guilty == .input && comparison.cause?.name == "input-inverted")
    #expect(comparison.furtherGuilty.map(\.name) == ["c"])
    #expect(
      ComparisonWords.verdict(comparison)
        == "the input differs, and c differs on the reference's input, too; compare again with that "
        + "input to see why")
  }

  @Test("An input with numbers that are not finite is no function of the one that was meant")
  func notFinite() throws {
    let found = try cause { x in
      Tensor(shape: x.shape, elements: x.elements.enumerated().map { $0 % 5 == 0 ? .nan : $1 })
    }
    #expect(found?.proof == .likely)
  }

  @Test("Gray, clipped, and what is only alike")
  func tones() throws {
    let gray = try cause { x in
      Tensor(
        shape: x.shape,
        elements: x.elements.indices.map {
          0.299 * x[$0 % 48] + 0.587 * x[48 + $0 % 48] + 0.114 * x[96 + $0 % 48]
        })
    }
    #expect(gray?.name == "input-gray")
    #expect(try cause { $0.map { min(max($0, -0.1), 0.4) } }?.name == "input-clipped")
    let blurred = try cause { x in
      Tensor(
        shape: x.shape,
        elements: x.elements.indices.map { 0.9 * x[$0] + 0.1 * x[max(0, $0 - 1)] })
    }
    #expect(blurred?.proof == .likely)
  }
}
