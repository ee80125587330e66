import KernelInterface

/// The sum of each window times its scale.
@inline(never)
func meanPool(_ pool: UnsafePointer<Pool>, _ frame: UnsafePointer<GroupFrame>) {
  let work = pool.pointee
  for channel in 0..<work.channels {
    let image = UnsafePointer(frame.pointee.group) + work.image + channel * work.imageStride
    var pooled = frame.pointee.group + work.pooled + channel * work.pooledStride
    for index in 0..<work.windows.count {
      let window = work.windows.baseAddress.unsafelyUnwrapped[index]
      let cells = work.cells.baseAddress.unsafelyUnwrapped + Int(window.firstCell)
      for vector in 0..<cellVectors {
        var sum = Vector(repeating: 0)
        for cell in 0..<Int(window.cellCount) {
          sum += load(image + Int(cells[cell]) + vector * vectorWidth)
        }
        store(sum * Vector(repeating: window.scale), pooled + vector * vectorWidth)
      }
      pooled += 16
    }
  }
}

/// Adds the gradient of each window, times its scale, to each of its cells.
@inline(never)
func meanPoolGradient(_ pool: UnsafePointer<Pool>, _ frame: UnsafePointer<GroupFrame>) {
  let work = pool.pointee
  for channel in 0..<work.channels {
    let gradient = frame.pointee.group + work.imageGradient + channel * work.imageStride
    var pooled =
      UnsafePointer(frame.pointee.group) + work.pooledGradient + channel * work.pooledStride
    if !work.isPartition { clear(gradient, work.imageStride) }
    for index in 0..<work.windows.count {
      let window = work.windows.baseAddress.unsafelyUnwrapped[index]
      let cells = work.cells.baseAddress.unsafelyUnwrapped + Int(window.firstCell)
      for vector in 0..<cellVectors {
        let part = load(pooled + vector * vectorWidth) * Vector(repeating: window.scale)
        for cell in 0..<Int(window.cellCount) {
          let to = gradient + Int(cells[cell]) + vector * vectorWidth
          store(work.isPartition ? part : load(to) + part, to)
        }
      }
      pooled += 16
    }
  }
}

/// Writes `count` zeros: a whole number of vectors.
@inline(__always)
func clear(_ to: UnsafeMutablePointer<Float>, _ count: Int) {
  var place = 0
  while place < count {
    store(Vector(repeating: 0), to + place)
    place += vectorWidth
  }
}
