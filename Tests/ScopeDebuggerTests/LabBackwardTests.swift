import CNNModel
import ScopeDebugger
import TestSupport
import Testing

@Suite("Backward passes of the lab", .baselineLevel)
struct LabBackwardTests {
  private func lab(_ lines: String...) throws -> LabState {
    var session = try Session(network: "lenet5", input: "digits:42")
    for line in [""] + lines { _ = try Session.commands.perform("lab \(line)", &session) }
    return try #require(session.lab)
  }

  private func sentence(_ lines: String...) throws -> String {
    var session = try Session(network: "lenet5", input: "digits:42")
    do throws(UserError) {
      for line in lines { _ = try Session.commands.perform("lab \(line)", &session) }
    } catch {
      return error.description
    }
    return "nothing was refused"
  }

  /// A kernel of nine different numbers, which no rotation leaves as it is.
  private static let kernel = (0..<9).map { "set kernel[\($0 / 3),\($0 % 3)] \($0 + 1)" }

  private func gradients(_ session: Session) throws -> LabGradients {
    let lab = try #require(session.lab)
    return try #require(LabGradients(lab))
  }

  @Test("By hand: four products of a rotated kernel, 1, 2 or 4 with stride 2")
  func byHand() throws {
    var session = try Session(network: "lenet5", input: "digits:42")
    let lines = ["", "size 4"] + Self.kernel + ["pass dx"]
    for line in lines { _ = try Session.commands.perform("lab \(line)", &session) }
    let small = try gradients(session)
    // dY is 1 2 / 3 4: 1·5 + 2·4 + 3·2 + 4·1.
    #expect(small.output.elements == [1, 2, 3, 4])
    #expect(small.input[[0, 0, 1, 1]] == 23)
    for line in ["size 5", "stride 2"] { _ = try Session.commands.perform("lab \(line)", &session) }
    let strided = try gradients(session).input
    #expect(strided[[0, 0, 0, 0]] == 1)
    #expect(strided[[0, 0, 1, 1]] == 5)
    // 1·6 + 2·4, and 1·9 + 2·7 + 3·3 + 4·1.
    #expect(strided[[0, 0, 1, 2]] == 14)
    #expect(strided[[0, 0, 2, 2]] == 36)
  }

  @Test(
    "Every number of dX and dW is the sum of its definition",
    arguments: [
      "stride 2", "pad same", "pad 1", "dilation 2", "transposed on", "pad-with nearest",
    ])
  func definitions(_ line: String) throws {
    let lab = try lab("channels 2", "size 6", line)
    let all = try #require(LabGradients(lab))
    let forward = ForwardPass(inputs: [lab.image], parameters: lab.run.parameters[0])
    let pass = BackwardPass(
      forward: forward, outputs: [lab.run.output], gradients: [all.output])
    let layer = lab.run.layers[0]
    for offset in 0..<all.input.shape.count {
      let place = all.input.shape.position(at: offset)
      let definition = layer.define(.inputGradient(0, place), in: pass)
      #expect(definition.equalsWithinRounding(all.input[offset]), "\(place)")
    }
    for offset in 0..<all.weight.shape.count {
      let place = all.weight.shape.position(at: offset)
      let definition = layer.define(.parameterGradient(0, place), in: pass)
      #expect(definition.equalsWithinRounding(all.weight[offset]), "\(place)")
    }
  }

  @Test("The backward pass is the transposed layer, cell by cell, for every setting")
  func adjoint() throws {
    var count = 0
    for transposed in ["off", "on"] {
      for size in [4, 7] {
        for kernel in 1...4 {
          for stride in 1...3 {
            for padding in ["valid", "same", "full", "1"] {
              count += try equalBothWays(transposed, size, kernel, stride, padding)
            }
          }
        }
      }
    }
    #expect(count > 100)
  }

  /// - Returns: 0 for a setting that cannot be.
  private func equalBothWays(
    _ transposed: String, _ size: Int, _ kernel: Int, _ stride: Int, _ padding: String
  ) throws -> Int {
    let lines = [
      "channels 4", "groups 2", "transposed \(transposed)", "size \(size)", "kernel \(kernel)",
      "stride \(stride)", "pad \(padding)", "pass dx",
    ]
    var session = try Session(network: "lenet5", input: "digits:42")
    do throws(UserError) {
      for line in lines { _ = try Session.commands.perform("lab \(line)", &session) }
    } catch { return 0 }
    let lab = try #require(session.lab)
    let (gradients, adjoint) = (try #require(LabGradients(lab)), try #require(LabAdjoint(lab)))
    #expect(gradients.equal(adjoint.run.output) == lab.image.shape.count, "\(lines)")
    #expect(lab.equalCells == lab.image.shape.count, "\(lines)")
    return 1
  }

  @Test("Without the rotation it is another result, except for a symmetric kernel")
  func notRotated() throws {
    var session = try Session(network: "lenet5", input: "digits:42")
    for line in ["", "size 4"] + Self.kernel + ["pass dx", "dx-rotated off"] {
      _ = try Session.commands.perform("lab \(line)", &session)
    }
    #expect(session.lab?.equalCells == 0)
    let report = session.lab?.report.joined(separator: "\n") ?? ""
    #expect(
      report.contains("kernel not rotated over dY: ✗ ") && report.contains("deconv 1 3x3: 16"))
    let symmetric = try lab("weights laplacian", "pass dx", "dx-rotated off")
    #expect(symmetric.equalCells == 49)
  }

  @Test("What a true convolution passes back is not rotated, and equal all the same")
  func trueConvolution() throws {
    let lab = try lab("weights sobel-x", "true-convolution on", "pass dx")
    #expect(lab.equalCells == 49)
    let (all, adjoint) = (try #require(LabGradients(lab)), try #require(LabAdjoint(lab)))
    #expect(all.equal(adjoint.run.output) == 49)
  }

  @Test("The shares of all output cells add up to dX and dW")
  func shares() throws {
    let lab = try lab("channels 2", "size 5", "stride 2", "pass scatter")
    let all = try #require(LabGradients(lab))
    var sum = [Float](repeating: 0, count: all.input.shape.count)
    for offset in 0..<all.output.shape.count {
      let place = all.output.shape.position(at: offset)
      var one = lab
      one.choose(output: place[1])
      one.go(to: Pair(place[2], place[3]))
      let share = try #require(LabGradients(one))
      for (index, value) in share.share.input.elements.enumerated() { sum[index] += value }
      #expect(share.isComplete == (offset == all.output.shape.count - 1))
      if share.isComplete {
        #expect(share.soFar.input == all.input && share.soFar.weight == all.weight)
      }
    }
    #expect(sum == all.input.elements)
  }

  @Test("Numbers of dY are kept when the size changes, new ones count from 1 to 9")
  func arriving() throws {
    let lab = try lab("size 4", "set gradient[1,0] -5", "size 5")
    #expect(lab.backward.gradient.elements == [1, 2, 3, -5, 5, 6, 7, 8, 9])
  }

  @Test("What cannot be is refused")
  func refusals() throws {
    #expect(
      try sentence("channels 4", "groups separable", "pass dx")
        == "separable is two convolutions, one behind the other; groups 1 comes first")
    #expect(
      try sentence("dx-rotated off")
        == "dx-rotated is for the gradient of the image of a convolution that pads with zeros; "
        + "pass dx shows it")
    #expect(try sentence("pass back") == "pass is one of forward, dx, dw, scatter")
    #expect(
      try sentence("set gradient[5,0] 1")
        == "there is no cell gradient[5,0]; the image is 7×7, the kernel 3×3, the output 5×5, "
        + "as in kernel[0,1]")
    #expect(try sentence("pass dx", "at 7,0") == "there is no dX cell 7,0; dX is 1×7×7")
  }
}
