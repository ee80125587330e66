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
          cell: tap.cell.map { [output[0], channel, $0.rows, $0.columns] },
          outside: [output[0], channel, tap.place.rows, tap.place.columns],
          weight: [output[1], inner, tap.weight.rows, tap.weight.columns], channel: channel)
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
          cell: [cell[0], channel, reader.output.rows, reader.output.columns],
          weight: [channel, inner, reader.weight.rows, reader.weight.columns])
      }
    }
  }

  func uses(of weight: Position, _ shapes: [Shape]) -> [Use] {
    let geometry = geometry(shapes)
    let channel = weight[0] / geometry.narrowGroup * geometry.wideGroup + weight[1]
    return (0..<geometry.batch).flatMap { sample in
      geometry.window.uses(of: Pair(weight[2], weight[3])).map { use in
        Use(
          input: use.cell.map { [sample, channel, $0.rows, $0.columns] },
          outside: [sample, channel, use.place.rows, use.place.columns],
          output: [sample, weight[0], use.output.rows, use.output.columns])
      }
    }
  }
}
