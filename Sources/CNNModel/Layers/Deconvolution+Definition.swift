/// The index arithmetic of a transposed convolution: a convolution's with the sides exchanged.
extension Deconvolution {
  func taps(of output: Position, _ shapes: [Shape]) -> [Tap] {
    let geometry = geometry(shapes)
    let (group, inner) = output[1].quotientAndRemainder(dividingBy: geometry.wideGroup)
    return (0..<geometry.narrowGroup).flatMap { member in
      let channel = group * geometry.narrowGroup + member
      return geometry.window.readers(of: output).map { reader in
        Tap(
          cell: [output[0], channel, reader.output.rows, reader.output.columns],
          weight: [channel, inner, reader.weight.rows, reader.weight.columns], channel: channel)
      }
    }
  }

  func reach(of input: Int, _ cell: Position, _ shapes: [Shape]) -> [Reach] {
    let geometry = geometry(shapes)
    let group = cell[1] / geometry.narrowGroup
    return (0..<geometry.wideGroup).flatMap { inner -> [Reach] in
      let channel = group * geometry.wideGroup + inner
      return geometry.window.taps(at: cell).compactMap { tap in
        guard let place = tap.cell else { return nil }
        return Reach(
          cell: [cell[0], channel, place.rows, place.columns],
          weight: [cell[1], inner, tap.weight.rows, tap.weight.columns])
      }
    }
  }

  func uses(of weight: Position, _ shapes: [Shape]) -> [Use] {
    let geometry = geometry(shapes)
    let channel = weight[0] / geometry.narrowGroup * geometry.wideGroup + weight[1]
    return (0..<geometry.batch).flatMap { sample -> [Use] in
      geometry.window.uses(of: Pair(weight[2], weight[3])).compactMap { use in
        guard let place = use.cell else { return nil }
        return Use(
          input: [sample, weight[0], use.output.rows, use.output.columns],
          output: [sample, channel, place.rows, place.columns])
      }
    }
  }
}
