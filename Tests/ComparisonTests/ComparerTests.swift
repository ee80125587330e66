import CNNModel
import Comparison
import ModelFiles
import TestSupport
import Testing

/// Which layer is guilty, whatever the arrays of the reference are called and which are missing.
@Suite("Comparison of a network with a reference", .baselineLevel) struct ComparerTests {
  private static let text = """
    input 2x6x7
    conv 3 3x3 pad 1
    relu
    conv 4 3x3
    tanh
    maxpool 2
    flatten
    linear 3
    """

  private func small() throws -> Compared { try Compared(Self.text) }

  @Test("A network is equal to its own activations, with no error anywhere")
  func equal() throws {
    let compared = try small()
    let comparison = try compared.compare(with: compared.activations)
    #expect(comparison.isEqual && comparison.guiltyName == nil && comparison.cause == nil)
    #expect(comparison.layers.map(\.born) == [0, 0, 0, 0, 0, 0, 0])
    #expect(comparison.layers.map(\.reference).allSatisfy { $0 != nil })
    #expect(ComparisonWords.verdict(comparison) == "equal within rounding at 7 layers")
  }

  @Test("The error is born at one layer and arrives at those behind it")
  func born() throws {
    let compared = try small()
    let changed = compared.setting("conv2") { $0.map { -$0 } }
    let comparison = try changed.compare(with: compared.activations)
    #expect(comparison.guiltyName == "conv2" && comparison.candidates == ["conv2"])
    let rows = comparison.layers
    #expect(rows.filter(\.isGuilty).map(\.name) == ["conv2"])
    #expect(try #require(rows.last?.arrived) > 0.01)
    #expect(try #require(rows.last?.born) < 1e-6)
    #expect(comparison.cause?.name == "sign")
    #expect(comparison.cause?.sentence == "the weight of conv2 is of the wrong sign")
  }

  @Test("Without the guilty layer's array the stretch between its neighbors is named")
  func stretch() throws {
    let compared = try small()
    let changed = compared.setting("conv2") { $0.map { -$0 } }
    let arrays = try compared.activations.filter { !["conv2", "tanh1"].contains($0.name) }
    let comparison = try changed.compare(with: arrays)
    #expect(comparison.candidates == ["conv2", "tanh1", "maxpool1"])
    #expect(comparison.guiltyName == "conv2" && comparison.cause?.name == "sign")
    #expect(
      ComparisonWords.verdict(comparison)
        == "the difference is born between relu1 and maxpool1: at conv2, tanh1, maxpool1; "
        + "conv2 explains it")
  }

  @Test("Names of exporters, other names and any order are recognized")
  func names() throws {
    let compared = try small()
    let changed = compared.setting("conv2") { $0.map { -$0 } }
    let arrays = try compared.activations
    let mangled = arrays.map { NamedArray("/model/\($0.name)/\($0.name)_output_0", $0.array) }
    let exported = arrays.map { NamedArray("\($0.name)_out:0", $0.array) }
    let renamed = arrays.enumerated().map { NamedArray("t_\(7 * $0)", $1.array) }
    for list in [exported, renamed, Array(renamed.reversed()), mangled] {
      #expect(try compared.compare(with: list).isEqual)
      #expect(try changed.compare(with: list).guiltyName == "conv2")
    }
  }

  @Test("Arrays with their channels last, or without a batch, are recognized")
  func forms() throws {
    let compared = try small()
    let last = try compared.activations.map { named in
      NamedArray(named.name, NumericArray(named.array.tensor.withChannelsLast))
    }
    #expect(try compared.compare(with: last).isEqual)
    let single = try compared.activations.map { named in
      NamedArray(named.name, named.array.reshaped(to: named.array.shape.sample))
    }
    #expect(try compared.compare(with: single).isEqual)
  }

  @Test("Rounding is no difference, float16 is one, and it is never called proved")
  func rounding() throws {
    let compared = try small()
    let noisy = try compared.activations.map { named in
      NamedArray(named.name, NumericArray(named.array.tensor.map { $0 * (1 + 3e-7) }))
    }
    #expect(try compared.compare(with: noisy).isEqual)
    let half = compared.setting("conv2") { $0.map { Float(Float16($0)) } }
    let comparison = try half.compare(with: compared.activations)
    #expect(comparison.guiltyName == "conv2" && comparison.cause?.name == "float16-weights")
    #expect(comparison.cause?.proof == .likely)
  }

  @Test("What no changed computation gives has no cause that is proved")
  func unexplained() throws {
    let compared = try small()
    let damaged = try compared.activations.map { named in
      named.name == "conv2"
        ? NamedArray(
          "conv2",
          NumericArray(
            Tensor(
              shape: named.array.shape,
              elements: named.array.tensor.elements.enumerated().map { index, element in
                element + Float(index * 29 % 17) / 17
              }))) : named
    }
    let comparison = try compared.compare(with: damaged)
    #expect(comparison.guiltyName == "conv2")
    #expect(comparison.causes.allSatisfy { $0.proof == .likely })
  }
}

extension Tensor {
  /// `[batch, channels, rows, columns]` as `[batch, rows, columns, channels]`; others as they are.
  var withChannelsLast: Tensor {
    guard shape.rank == 4 else { return self }
    let (channels, size) = (shape[1], shape[2] * shape[3])
    return Tensor(
      shape: [shape[0], shape[2], shape[3], channels],
      elements: (0..<shape.count).map { self[$0 % channels * size + $0 / channels] })
  }
}
