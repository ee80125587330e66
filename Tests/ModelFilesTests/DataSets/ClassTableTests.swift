import CNNModel
import Foundation
import ModelFiles
import TestSupport
import Testing

@Suite struct ClassTableTests {
  private func table(
    _ text: String, name: String = "t.csv", _ body: (DataSet) throws -> Void = { _ in }
  ) throws -> String? {
    try opening([name: Array(text.utf8)], name, body)
  }

  @Test("A table has a class and pixels in each row, with or without headings")
  func kaggle() throws {
    for text in ["label,p0,p1,p2,p3\n7,0,1,2,255\n3,4,5,6,7\n", "7,0,1,2,255\r\n3,4,5,6,7"] {
      let reason = try table(text) { set in
        #expect(set.imageShape == [1, 2, 2])
        #expect(set.train.labels == [7, 3])
        #expect(set.maximum == 255)
        #expect(set.train.images(at: [0]).elements == [0, 1, 2, 255])
        #expect(set.division == .shared)
      }
      #expect(reason == nil)
    }
  }

  @Test("The class may be last, or a word, or behind a number of the row")
  func lastColumn() throws {
    let last = try table("pixel1,pixel2,class\n0.5,1,5\n0,0,6\n") { set in
      #expect(set.imageShape == [1, 1, 2])
      #expect(set.train.labels == [5, 6])
      #expect(set.maximum == 1)
    }
    #expect(last == nil)
    let words = try table("0;1;2;3;dog\n0;1;2;3;\"cat\"\n") { set in
      #expect(set.classNames == ["cat", "dog"])
      #expect(set.train.labels == [1, 0])
    }
    #expect(words == nil)
    let numbered = try table(",label,a,b,c,d\n0,2,1,2,3,4\n1,0,5,6,7,8\n") { set in
      #expect(set.train.labels == [2, 0])
      #expect(set.train.images(at: [1]).elements == [5, 6, 7, 8])
    }
    #expect(numbered == nil)
    let bare = try table("0,1,2,3,4\n0,1,2,3,5\n") { #expect($0.train.labels == [4, 5]) }
    #expect(bare == nil)
  }

  @Test("Two tables are the two parts, also compressed")
  func twoTables() throws {
    let files = [
      "train.csv": Array("1,0,0,0,9\n0,1,1,1,8\n".utf8),
      "test.csv.gz": gzip(Array("1,2,2,2,7".utf8)),
    ]
    let reason = try opening(files, "train.csv,test.csv.gz") { set in
      #expect((set.train.count, set.test.count) == (2, 1))
      #expect(set.test.images(at: [0]).elements == [2, 2, 2, 7])
    }
    #expect(reason == nil)
  }

  @Test(
    "A broken table is refused with its line",
    arguments: [
      ("1,2,3\n1,2\n", "t.csv:2: the first row has 3 fields, but this one has 2"),
      ("label,a,b\n1,2,x\n", "t.csv:2: field 3 should be a number, but is \"x\""),
      ("label,a,b\n", "t.csv: this table has headings, but no rows"),
      (
        "just text\n",
        "t.csv: a row of a table has 2 to 1048576 fields, a label and numbers, but the first one has 1"
      ),
      (
        String(repeating: "1,", count: 10_000_000),
        "t.csv: a row of a table has 2 to 1048576 fields, a label and numbers, but the first one has "
          + "10000001"
      ),
    ])
  func refused(text: String, reason: String) throws { #expect(try table(text) == reason) }
}
