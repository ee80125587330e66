import KernelInterface

/// The sum of each window times its scale.
@inline(never)
func meanPool(_ pool: UnsafePointer<Pool>, _ frame: UnsafePointer<GroupFrame>) {
  let work = pool.pointee
  for channel in 0..<work.channels {
    let image = UnsafePointer(frame.pointee.group) + work.image + channel * work.imageStride
    var pooled = frame.pointee.group + work.pooled + channel * work.pooledStride
    if work.isWhole {
      for vector in 0..<cellVectors {
        let from = image + vector * vectorWidth
        var sum = Vector(repeating: 0)
        var place = 0
        while place < work.imageStride {
          sum += load(from + place)
          place += 16
        }
        store(sum * Vector(repeating: wholeScale(work)), pooled + vector * vectorWidth)
      }
      continue
    }
    forEachPlace(work) { window, cells, source in
      for vector in 0..<cellVectors {
        let from = image + source + vector * vectorWidth
        var sum = Vector(repeating: 0)
        for cell in 0..<Int(window.cellCount) { sum += load(from + Int(cells[cell])) }
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
    if work.isWhole {
      for vector in 0..<cellVectors {
        let part = load(pooled + vector * vectorWidth) * Vector(repeating: wholeScale(work))
        let to = gradient + vector * vectorWidth
        var place = 0
        while place < work.imageStride {
          store(part, to + place)
          place += 16
        }
      }
      continue
    }
    if !work.isPartition { clear(gradient, work.imageStride) }
    forEachPlace(work) { window, cells, source in
      for vector in 0..<cellVectors {
        let part = load(pooled + vector * vectorWidth) * Vector(repeating: window.scale)
        for cell in 0..<Int(window.cellCount) {
          let to = gradient + source + Int(cells[cell]) + vector * vectorWidth
          store(work.isPartition ? part : load(to) + part, to)
        }
      }
      pooled += 16
    }
  }
}

/// The factor of the only window's sum.
@inline(__always)
func wholeScale(_ work: Pool) -> Float { work.windows.baseAddress.unsafelyUnwrapped[0].scale }

/// Writes `count` zeros: a whole number of vectors.
@inline(__always)
func clear(_ to: UnsafeMutablePointer<Float>, _ count: Int) {
  var place = 0
  while place < count {
    store(Vector(repeating: 0), to + place)
    place += vectorWidth
  }
}
