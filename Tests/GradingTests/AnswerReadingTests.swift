import CNNModel
import Differences
import Grading
import ModelFiles
import TestSupport
import Testing

@Suite("Files of answers") struct AnswerReadingTests {
  private func grade(
    _ answer: SmallAnswer, _ path: String, layout: ImageLayout? = nil
  ) throws -> GradedAnswer {
    try Grader(CaseReader(answer.subject, layout: layout)).grade([path], name: "answer")
  }

  @Test(
    "Right results are right under the names of courses and libraries",
    arguments: [
      ["x", "w", "b", "dout", "out", "dx", "dw", "db"],
      ["X", "W", "b", "dY", "Y", "dX", "dW", "db"],
      ["A_prev", "W", "b", "dZ", "Z", "dA_prev", "dW", "db"],
      ["inputs", "weights", "biases", "dvalues", "output", "dinputs", "dweights", "dbiases"],
      ["x", "weight", "bias", "grad_output", "out", "grad_x", "weight.grad", "bias.grad"],
      ["X", "Weight", "Bias", "GY", "Y", "GX", "GW", "GB"],
    ])
  func names(_ words: [String]) throws {
    let answer = try SmallAnswer.convolution()
    let order: [ArrayRole] = [
      .input(0), .parameter(0), .parameter(1), .outputGradient(0), .output(0), .inputGradient(0),
      .parameterGradient(0), .parameterGradient(1),
    ]
    try withFolder { folder in
      let path = "\(folder)/answer.npz"
      try answer.write(to: path, Dictionary(uniqueKeysWithValues: zip(order, words)))
      let graded = try grade(answer, path)
      #expect(graded.isRight)
      #expect(graded.score.right == 4 && graded.score.of == 4)
    }
  }

  @Test("Channels last and kernels of TensorFlow are found out by the shapes, and said")
  func channelsLast() throws {
    let answer = try SmallAnswer.convolution()
    try withFolder { folder in
      let path = "\(folder)/answer.npz"
      try answer.write(to: path, SmallAnswer.usualNames) { role, tensor in
        switch role {
        case .parameter(0), .parameterGradient(0): tensor.transposed([2, 3, 1, 0])
        case .parameterGradient(1): tensor.reshaped(to: [1, 1, 1, 3])
        default: tensor.shape.rank == 4 ? tensor.transposed([0, 2, 3, 1]) : tensor
        }
      }
      let graded = try grade(answer, path)
      #expect(graded.isRight)
      #expect(graded.cases[0].layout == .nhwc)
      #expect(graded.cases[0].notes.first?.contains("channels last (NHWC)") == true)
    }
  }

  @Test("A square weight is read in the order that makes the answer right, unless one is said")
  func squareWeight() throws {
    let answer = try SmallAnswer(
      "linear 3 no-bias",
      [
        .input(0): SmallAnswer.numbers([2, 3], 1), .parameter(0): SmallAnswer.numbers([3, 3], 2),
        .outputGradient(0): SmallAnswer.numbers([2, 3], 3),
      ])
    try withFolder { folder in
      let path = "\(folder)/answer.npz"
      try answer.write(to: path, SmallAnswer.usualNames) { role, tensor in
        role == .parameter(0) || role == .parameterGradient(0) ? tensor.transposed([1, 0]) : tensor
      }
      let found = try grade(answer, path)
      #expect(found.isRight)
      #expect(found.cases[0].notes.first?.contains("as [inputs, outputs]") == true)
      #expect(try grade(answer, path, layout: .nhwc).isRight)
      #expect(try !grade(answer, path, layout: .nchw).isRight)
    }
  }

  @Test("A folder of arrays is an answer, and axes of extent 1 are forgiven")
  func folder() throws {
    let answer = try SmallAnswer.convolution()
    try withFolder { folder in
      for (role, name) in SmallAnswer.usualNames {
        guard let tensor = answer.given[role] ?? answer.right[role] else { continue }
        let stored = role == .parameterGradient(1) ? tensor.reshaped(to: [3, 1]) : tensor
        try FileContent.write(NpyFile.encode(NumericArray(stored)), to: "\(folder)/\(name).npy")
      }
      #expect(try grade(answer, folder).isRight)
    }
  }

  @Test("Wrong files are refused in one sentence")
  func refused() throws {
    let answer = try SmallAnswer.convolution()
    try withFolder { (folder: String) throws in
      func refusal(_ names: [ArrayRole: String], _ change: (ArrayRole, Tensor) -> Tensor) throws
        -> String?
      {
        let path = "\(folder)/answer.npz"
        try answer.write(to: path, names, change)
        return sentence { _ = try grade(answer, path) }?.replacing("\(folder)/", with: "")
      }
      #expect(
        try refusal([.input(0): "photo", .output(0): "result"]) { $1 }?.hasPrefix(
          "answer.npz: no name in it is known: it holds ") == true)
      var names = SmallAnswer.usualNames
      names[.parameter(0)] = nil
      #expect(
        try refusal(names) { $1 }
          == "answer.npz: the weight is missing; its shape is 3×2×2×3")
      #expect(
        try refusal(SmallAnswer.usualNames) { role, tensor in
          role == .outputGradient(0) ? tensor.reshaped(to: [2, 4, 3, 2]) : tensor
        }
          == "answer.npz: gy, the gradient of the output, should be 2×3×2×4, but it is 2×4×3×2")
      #expect(
        try refusal([.input(0): "x", .parameter(0): "weight"]) { $1 }?.contains(
          "no result was found in it") == true)
      #expect(
        sentence { _ = try grade(answer, "\(folder)/nothing.npz") }?.hasPrefix(
          "\(folder)/nothing.npz: ") == true)
      #expect(
        sentence { _ = try GradedSubject("con 3 3x3") }?.hasPrefix("SPEC:1:1: there is no layer")
          == true)
    }
  }
}

extension SmallAnswer {
  /// Writes arrays with all results.
  func write(
    to path: String, _ names: [ArrayRole: String], _ change: (ArrayRole, Tensor) -> Tensor
  ) throws {
    try write(to: path, names, results: nil, change)
  }
}
