import CNNModel
import ModelFiles

/// The image of the lab: whole numbers from 0 to 9, so that a screen can show them all.
enum LabPicture {
  static let sizes = 1...12

  /// A picture of `size`×`size`: the middle of a small image, or all of it, scaled.
  ///
  /// - Parameter original: `[1, channels, rows, columns]`.
  static func pixels(of original: Tensor, size: Int) throws(UserError) -> [Float] {
    let sample = original.shape.sample
    guard sample.rank == 3, sample.count > 0 else {
      throw UserError("the lab takes an image, but this is \(sample)")
    }
    let isSmall =
      sizes.contains(sample[1]) && sizes.contains(sample[2]) && size <= sample[1]
      && size <= sample[2]
    do throws(InputFitError) {
      let fit = try InputFit(sample, to: [1, size, size], resize: isSmall ? .crop : .bilinear)
      return digits(fit.apply(to: original).elements)
    } catch {
      throw UserError(error)
    }
  }

  /// The same picture for a channel of its own: mirrored, turned over, its axes exchanged, inverted,
  /// and again.
  static func variant(_ pixels: [Float], size: Int, channel: Int) -> [Float] {
    (0..<size * size).map { index in
      let (row, column) = (index / size, index % size)
      switch channel % 5 {
      case 0: return pixels[index]
      case 1: return pixels[row * size + size - 1 - column]
      case 2: return pixels[(size - 1 - row) * size + column]
      case 3: return pixels[column * size + row]
      default: return 9 - pixels[index]
      }
    }
  }

  /// From 0 for the smallest to 9 for the largest.
  private static func digits(_ values: [Float]) -> [Float] {
    let finite = values.filter(\.isFinite)
    let (low, high) = (min(0, finite.min() ?? 0), finite.max() ?? 0)
    guard high > low else { return values.map { _ in 0 } }
    return values.map { $0.isFinite ? ((($0 - low) / (high - low)) * 9).rounded() : 0 }
  }
}
