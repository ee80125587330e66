import CNNModel
import KernelInterface

extension InterleavedProgram {
  /// The stage that loads the images of a batch.
  ///
  /// - Parameter write: `(sample, address, step)`: writes the image of a sample of the batch, in a
  ///   training step, to an address.
  func loadImages(
    _ write: @escaping @Sendable (Int, UnsafeMutablePointer<Float>, Int) -> Void
  ) -> ProgramStage {
    let input = outputs[network.sources[0]][0]
    let (staging, interleave, size) = (staging, kernels.interleave, input.shape.count)
    return .group(
      GroupOperation(writes: []) { frame, step in
        let rows = frame.pointee.group + (input.samples == 1 ? input.offset : staging)
        for sample in 0..<frame.pointee.count {
          write(frame.pointee.first + sample, rows + sample * size, step.pointee.context.step)
        }
        guard input.samples > 1 else { return }
        interleave(rows, size, frame.pointee.group + input.offset, size)
      })
  }

  /// The network's output.
  var output: InterleavedBuffer { outputs[network.output.node][network.output.output] }

  /// The number of outputs for each class.
  var outputPositions: Int {
    let shape = output.shape
    return shape.rank == 0 ? 0 : shape.count / max(1, shape[0])
  }

  /// The number of samples whose output is for their label.
  func correct(_ labels: [Int], _ step: StepFrame) -> Int {
    let output = output
    // A single number is yes or no.
    let limit = output.shape.count == 1 ? network.classOutput.yesLimit : nil
    return labels.indices.count { sample in
      let frame = step.frame(sample / output.samples)
      let logits = frame.group + output.offset + sample % output.samples
      if let limit { return !logits[0].isNaN && (logits[0] > limit) == (labels[sample] == 1) }
      var best = (place: 0, logit: logits[0])
      for place in 0..<output.shape.count {
        let logit = logits[place * output.samples]
        if logit.isNaN { return false }
        if logit > best.logit { best = (place, logit) }
      }
      return best.place == labels[sample]
    }
  }
}
