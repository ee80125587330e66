import CNNModel
import KernelInterface

/// A copy of one sample's image with zeros around it and between its cells. In it every target cell
/// of weighted sums has all taps, so that the cells of a row form one span.
struct PaddedImage {
  private let rows: Axis
  private let columns: Axis

  private struct Axis {
    /// The number of zeros before the first cell, and the distance between adjacent cells in the
    /// copy.
    let before: Int
    let step: Int
    let taps: AxisTaps

    init(convolution window: AxisWindow) {
      (before, step) = (window.before, 1)
      let reach = window.reach + (window.outputs - 1) * window.stride
      let cells = (0..<window.outputs).map { output in
        (0..<window.kernel).map { tap in
          AxisTaps.Tap(
            source: output * window.stride + tap * window.dilation,
            weight: window.weight(tap: tap))
        }
      }
      taps = AxisTaps(cells: cells, extent: max(reach, window.before + window.extent))
    }

    init(transposed window: AxisWindow) {
      let before = max(0, window.reach - 1 - window.before)
      (self.before, step) = (before, window.stride)
      let cells = (0..<window.extent).map { cell in
        (0..<window.kernel).reversed().map { tap in
          AxisTaps.Tap(
            source: cell + window.before - tap * window.dilation + before,
            weight: window.weight(tap: tap))
        }
      }
      let reach = window.extent + window.before + before
      taps = AxisTaps(
        cells: cells, extent: max(reach, before + (window.outputs - 1) * window.stride + 1))
    }
  }

  /// - Returns: `nil` where no padding is needed, or the padding repeats cells of the image.
  init?(convolution window: SpatialWindow) {
    let axes = [window.rows, window.columns]
    guard axes.allSatisfy(\.isPaddable), axes.contains(where: { $0.before > 0 || $0.isOver })
    else { return nil }
    (rows, columns) = (Axis(convolution: window.rows), Axis(convolution: window.columns))
    guard isAddressable else { return nil }
  }

  /// - Returns: `nil` where no padding is needed, the padding repeats cells of the image, or there
  ///   would be too many zeros between the cells.
  init?(transposed window: SpatialWindow) {
    let axes = [window.rows, window.columns]
    guard axes.allSatisfy(\.isPaddable),
      axes.contains(where: { $0.kernel > 1 || $0.stride > 1 || $0.before > 0 }),
      window.rows.stride * window.columns.stride <= 4
    else { return nil }
    (rows, columns) = (Axis(transposed: window.rows), Axis(transposed: window.columns))
    guard isAddressable else { return nil }
  }

  /// Whether the tables can address every cell of a channel.
  private var isAddressable: Bool { rows.taps.extent * columns.taps.extent <= Int32.max }

  func tables(kernelColumns: Int, channels: Int) -> WeightedSumTables {
    WeightedSumTables(
      rows: rows.taps, columns: columns.taps, kernelColumns: kernelColumns, channels: channels,
      samples: 1)
  }

  func shape(channels: Int) -> Shape { [channels, rows.taps.extent, columns.taps.extent] }

  /// Copies the cells of an image, `[channels][rows][columns]`, into the padded one.
  @inline(__always)
  func fill(_ padded: UnsafeMutablePointer<Float>, _ image: UnsafePointer<Float>, _ shape: Shape) {
    let (width, height) = (columns.taps.extent, rows.taps.extent)
    let (imageRows, imageColumns) = (shape.extents[1], shape.extents[2])
    for channel in 0..<shape.extents[0] {
      for row in 0..<imageRows {
        let line = channel * height + row * rows.step + rows.before
        let to = padded + line * width + columns.before
        let from = image + (channel * imageRows + row) * imageColumns
        if columns.step == 1 {
          to.update(from: from, count: imageColumns)
        } else {
          for column in 0..<imageColumns { to[column * columns.step] = from[column] }
        }
      }
    }
  }
}

extension AxisWindow {
  /// Whether its padding consists of zeros.
  fileprivate var isPaddable: Bool { fill == .zeros && before >= 0 && outputs > 0 }

  /// Whether it extends beyond the end of the image.
  fileprivate var isOver: Bool { place(output: outputs - 1, tap: kernel - 1) >= extent }
}

extension NodeBuilder {
  /// The operation of weighted sums over a padded copy of the source.
  func weightedSums(
    _ padding: PaddedImage, kernelColumns: Int, _ channels: ChannelStrides,
    from source: InterleavedBuffer, to target: InterleavedBuffer, weights: Int, bias: Int?
  ) -> GroupOperation.Body {
    let padded = buffer(padding.shape(channels: source.shape[0]))
    let tables = padding.tables(kernelColumns: kernelColumns, channels: channels.sources)
    let body = weightedSums(
      tables, channels, from: padded, to: target, weights: weights, bias: bias)
    return { frame, step in
      let group = frame.pointee.group
      padding.fill(group + padded.offset, group + source.offset, source.shape)
      body(frame, step)
    }
  }
}
