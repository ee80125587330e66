/// Why a picture cannot be made, as one sentence without a period at its end.
package struct PictureError: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String

  package init(_ sentence: String) { description = sentence }

  static let noFont = PictureError(
    "a PNG image needs a font for its text, and none is installed; the Debian package "
      + "fonts-dejavu-core has one, and .svg needs none")

  /// - Throws: where an image would be larger than what this program makes.
  static func checkSize(rows: Int, columns: Int) throws(PictureError) {
    let most = 100_000_000
    let (count, isTooLarge) = rows.multipliedReportingOverflow(by: columns)
    guard !isTooLarge, count <= most else {
      throw PictureError(
        "an image of \(columns)×\(rows) pixels is larger than \(most / 1_000_000) million; "
          + "magnify it less, or write .svg")
    }
  }
}
