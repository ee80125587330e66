import CNNModel
import KernelInterface

/// A convolution and the depthwise convolution that alone reads it, and maybe the 1×1 convolution that
/// alone reads that one: the inverted residual block of MobileNetV2 (Sandler et al. 2018) and its
/// relatives.
///
/// They are computed band by band of the depthwise convolution's rows, so that what is between them is
/// written to the cache and not to memory. The rows that adjacent bands both read are computed twice.
struct ConvolutionChain {
  /// A convolution with what is applied to its sums.
  struct Link {
    let window: SpatialWindow
    let groups: Int
    let weight: Tensor
    let fused: FusedConvolution
  }

  /// The convolution that widens the image, the depthwise one, and the 1×1 one.
  let wide: Link
  let depthwise: Link
  let narrow: Link?

  var last: Link { narrow ?? depthwise }

  /// The rows of the wide image that a number of rows of the depthwise convolution read.
  func wideRows(_ rows: Int) -> Int {
    let axis = depthwise.window.rows
    return (rows - 1) * axis.stride + (axis.kernel - 1) * axis.dilation + 1
  }

  /// The largest number of rows of a band.
  ///
  /// - Parameters:
  ///   - shape: that of the wide image.
  ///   - lanes: the channels of a block.
  func bandHeight(_ shape: Shape, lanes: Int) -> Int {
    let window = depthwise.window
    let channels = (shape[1] + lanes - 1) / lanes * lanes
    let outputs = narrow == nil ? 0 : window.columns.outputs
    var height = 1
    while height < window.rows.outputs {
      let bytes = 4 * channels * (wideRows(height + 1) * shape[3] + (height + 1) * outputs)
      if bytes > BandLimit.size { break }
      height += 1
    }
    return height
  }
}

/// The sizes that decide which chains there are, and how they are divided.
private enum BandLimit {
  /// What a wide image takes at least, in bytes, so that bands are faster than writing it.
  static let smallestImage = 1 << 20
  /// What a band's images take at most, in bytes: a part of the L2 cache.
  static let size = 448 << 10
  static let shards = 8
}

extension InferencePlanner {
  /// The chain that begins with a convolution, whose other nodes are then fused into its step; `nil`
  /// where there is none, or the images are small.
  mutating func chain(_ window: SpatialWindow, _ weight: Tensor, _ fused: FusedConvolution)
    -> ConvolutionChain?
  {
    let wide = shape(fused.value)
    guard fused.addend == nil, wide.count * 4 >= BandLimit.smallestImage,
      let next = onlyReader(of: fused.value),
      case .convolution(let between, let groups, let kernel, let bias) = operation(of: next),
      groups > 1, groups == wide[1], between.rows.outputs > 1
    else { return nil }
    fuse(next)
    let depthwise = ConvolutionChain.Link(
      window: between, groups: groups, weight: kernel,
      fused: fuseFollowers(of: next, outputs: kernel.shape[0], bias))
    return ConvolutionChain(
      wide: .init(window: window, groups: 1, weight: weight, fused: fused), depthwise: depthwise,
      narrow: narrow(after: depthwise.fused))
  }

  private mutating func narrow(after fused: FusedConvolution) -> ConvolutionChain.Link? {
    guard fused.addend == nil, let next = onlyReader(of: fused.value),
      case .convolution(let window, 1, let weight, let bias) = operation(of: next),
      window.kernelPlane == 1, window.extents == window.outputs
    else { return nil }
    fuse(next)
    return .init(
      window: window, groups: 1, weight: weight,
      fused: fuseFollowers(of: next, outputs: weight.shape[0], bias))
  }

  /// Plans a chain that reads an image.
  mutating func convolve(_ chain: ConvolutionChain, _ image: ActivationBuffer) {
    let output = newBuffer(for: chain.last.fused.value)
    let rows = chain.depthwise.window.rows.outputs
    let height = chain.bandHeight(shape(chain.wide.fused.value), lanes: lanes)
    let count = (rows + height - 1) / height
    let parts = parts(of: count, atMost: max(1, (count + BandLimit.shards - 1) / BandLimit.shards))
    let works = ChainWorks(chain, image, output, height, &self)
    let scratch = parts.map { _ in works.scratch(memory) }
    let shards = zip(parts, scratch).map { bands, scratch in
      add(
        sequence: bands.flatMap { band in
          works.items(rows * band / count..<rows * (band + 1) / count, scratch)
        })
    }
    add(shards)
    for buffers in scratch { for buffer in buffers { memory.release(buffer) } }
    if let addend = chain.last.fused.addend { release(addend) }
    release(image)
  }
}

/// The works of a chain, with their weights; places are set for each band.
private struct ChainWorks {
  private let chain: ConvolutionChain
  private let wide: [BlockedConvolution]
  private let depthwise: [BlockedConvolution]
  private let narrow: [BlockedConvolution]
  private let image: ActivationBuffer
  private let output: ActivationBuffer
  private let forms: [BufferForm]
  /// The buffers to which the works refer.
  private let bases: [ActivationBuffer]

  init(
    _ chain: ConvolutionChain, _ image: ActivationBuffer, _ output: ActivationBuffer,
    _ height: Int, _ planner: inout InferencePlanner
  ) {
    (self.chain, self.image, self.output) = (chain, image, output)
    let lanes = planner.lanes
    let shape = planner.shape(chain.wide.fused.value)
    let window = chain.depthwise.window
    var margin = ImageMargin(window)
    (margin.top, margin.bottom) = (0, 0)
    let wideForm = BufferForm.image(
      channels: shape[1], rows: chain.wideRows(height), columns: shape[3], blockChannels: lanes,
      margin)
    let narrowForm = BufferForm.image(
      channels: shape[1], rows: height, columns: window.columns.outputs, blockChannels: lanes,
      ImageMargin())
    forms = chain.narrow == nil ? [wideForm] : [wideForm, narrowForm]
    let first = forms.map(planner.memory.buffer)
    wide = planner.tiles(chain.wide, image, first[0])
    depthwise = planner.tiles(chain.depthwise, first[0], chain.narrow == nil ? output : first[1])
    narrow = chain.narrow.map { planner.tiles($0, first[1], output) } ?? []
    bases = first
    for buffer in first { planner.memory.release(buffer) }
  }

  /// Buffers for the images of a band.
  func scratch(_ memory: ActivationMemory) -> [ActivationBuffer] { forms.map(memory.buffer) }

  /// What computes a band of rows of the depthwise convolution.
  func items(_ rows: Range<Int>, _ scratch: [ActivationBuffer]) -> [InferenceShard] {
    let axis = chain.depthwise.window.rows
    let origin = rows.lowerBound * axis.stride - axis.before
    let needed = origin..<origin + chain.wideRows(rows.count)
    let present = Self.present(needed, in: axis.extent)
    return clear(needed.lowerBound..<present.lowerBound, origin, scratch[0])
      + clear(present.upperBound..<needed.upperBound, origin, scratch[0])
      + (present.isEmpty ? [] : wide.map { wideItem($0, present, origin, scratch[0]) })
      + depthwise.map { depthwiseItem($0, rows, scratch) }
      + narrow.map { narrowItem($0, rows, scratch[1]) }
  }

  /// The rows of a range that an image has; where it has none, an empty range at an end of it.
  private static func present(_ rows: Range<Int>, in extent: Int) -> Range<Int> {
    let first = min(max(0, rows.lowerBound), rows.upperBound)
    return first..<max(first, min(extent, rows.upperBound))
  }

  private func clear(
    _ rows: Range<Int>, _ origin: Int, _ buffer: ActivationBuffer
  ) -> [InferenceShard] {
    guard !rows.isEmpty else { return [] }
    let geometry = buffer.image
    return (0..<geometry.blocks).map { block in
      let start =
        buffer.memory + block * geometry.blockStep + (rows.lowerBound - origin) * geometry.rowStep
      return InferenceShard(work: .clear(start), first: 0, end: rows.count * geometry.rowStep)
    }
  }

  private func wideItem(
    _ tile: BlockedConvolution, _ rows: Range<Int>, _ origin: Int, _ buffer: ActivationBuffer
  ) -> InferenceShard {
    var work = tile
    let window = chain.wide.window
    work.image += rows.lowerBound * window.rows.stride * image.image.rowStep
    work.output +=
      buffer.memory - bases[0].memory + (rows.lowerBound - origin) * buffer.image.rowStep
    return InferenceShard(
      work: .convolve(work), first: 0, end: rows.count * window.columns.outputs)
  }

  private func depthwiseItem(
    _ tile: BlockedConvolution, _ rows: Range<Int>, _ scratch: [ActivationBuffer]
  ) -> InferenceShard {
    var work = tile
    let window = chain.depthwise.window
    // The taps of the band's first row are in the buffer's first rows.
    work.image +=
      scratch[0].memory - bases[0].memory + window.rows.before * scratch[0].image.rowStep
    if scratch.count > 1 {
      work.output += scratch[1].memory - bases[1].memory
    } else {
      moveOutput(&work, to: rows.lowerBound)
    }
    return InferenceShard(
      work: .convolveDepthwise(work), first: 0, end: rows.count * window.columns.outputs)
  }

  private func narrowItem(
    _ tile: BlockedConvolution, _ rows: Range<Int>, _ buffer: ActivationBuffer
  ) -> InferenceShard {
    var work = tile
    work.image += buffer.memory - bases[1].memory
    moveOutput(&work, to: rows.lowerBound)
    return InferenceShard(
      work: .convolve(work), first: 0, end: rows.count * chain.last.window.columns.outputs)
  }

  private func moveOutput(_ work: inout BlockedConvolution, to row: Int) {
    work.output += row * output.image.rowStep
    work.addend = work.addend.map { $0 + row * output.image.rowStep }
  }
}

extension InferencePlanner {
  /// The tiles of one convolution of a chain.
  fileprivate mutating func tiles(
    _ link: ConvolutionChain.Link, _ image: ActivationBuffer, _ output: ActivationBuffer
  ) -> [BlockedConvolution] {
    tiles(
      convolution(link.window, image, link.fused, output), link.groups, link.weight,
      link.fused.factors)
  }
}
