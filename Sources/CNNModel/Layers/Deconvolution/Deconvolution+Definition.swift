/// The index arithmetic of a transposed convolution: that of a convolution with input and output
/// exchanged.
extension Deconvolution {
  func taps(of output: Position, _ shapes: [Shape]) -> [Tap] {
    let geometry = geometry(shapes)
    let (group, inner) = output[1].quotientAndRemainder(dividingBy: geometry.wideGroup)
    return (0..<geometry.narrowGroup).flatMap { member in
      let channel = group * geometry.narrowGroup + member
      return geometry.window.readers(of: output).map { reader in
        Tap(
          cell: Position(output[0], channel, reader.output),
          weight: Position(channel, inner, reader.weight), channel: channel)
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
          cell: Position(cell[0], channel, place),
          weight: Position(cell[1], inner, tap.weight))
      }
    }
  }

  func connections(of weight: Position, _ shapes: [Shape]) -> [Connection] {
    let geometry = geometry(shapes)
    let channel = weight[0] / geometry.narrowGroup * geometry.wideGroup + weight[1]
    return (0..<geometry.batch).flatMap { sample -> [Connection] in
      geometry.window.connections(of: weight.spatial).compactMap { use in
        guard let place = use.cell else { return nil }
        return Connection(
          input: Position(sample, weight[0], use.output),
          output: Position(sample, channel, place))
      }
    }
  }
}
