/// The index arithmetic of a convolution, cell by cell.
extension Convolution {
  func taps(of output: Position, _ shapes: [Shape]) -> [Tap] {
    let geometry = geometry(shapes)
    let window = geometry.window
    let group = output[1] / geometry.narrowGroup
    return (0..<geometry.wideGroup).flatMap { inner in
      let channel = group * geometry.wideGroup + inner
      return window.taps(at: output).map { tap in
        Tap(
          cell: tap.cell.map { Position(output[0], channel, $0) },
          outside: Position(output[0], channel, tap.place),
          weight: Position(output[1], inner, tap.weight), channel: channel)
      }
    }
  }

  func reach(of input: Int, _ cell: Position, _ shapes: [Shape]) -> [Reach] {
    let geometry = geometry(shapes)
    let (group, inner) = cell[1].quotientAndRemainder(dividingBy: geometry.wideGroup)
    return (0..<geometry.narrowGroup).flatMap { member in
      let channel = group * geometry.narrowGroup + member
      return geometry.window.readers(of: cell).map { reader in
        Reach(
          cell: Position(cell[0], channel, reader.output),
          weight: Position(channel, inner, reader.weight))
      }
    }
  }

  func connections(of weight: Position, _ shapes: [Shape]) -> [Connection] {
    let geometry = geometry(shapes)
    let channel = weight[0] / geometry.narrowGroup * geometry.wideGroup + weight[1]
    return (0..<geometry.batch).flatMap { sample in
      geometry.window.connections(of: weight.spatial).map { use in
        Connection(
          input: use.cell.map { Position(sample, channel, $0) },
          outside: Position(sample, channel, use.place),
          output: Position(sample, weight[0], use.output))
      }
    }
  }
}
