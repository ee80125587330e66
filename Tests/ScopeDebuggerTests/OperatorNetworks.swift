/// Networks that hold the operators of imported models between them.
let operatorNetworks: [String: String] = [
  "functions": """
  input 1x7x7
  conv 3 3x3
  clip min -1 max 1
  exp
  reciprocal
  sqrt
  log
  erf
  neg
  thresholded-relu -0.2
  log-softmax
  flatten
  linear 10
  """,
  "steps": """
  input 1x6x6
  a: conv 3 3x3
  floor
  ceil from a
  b: round from a
  trunc from a
  sign from a
  add from floor1, ceil1, b, trunc1, sign1, a
  flatten
  linear 10
  """,
  "normalizations": """
  input 1x8x8
  conv 4 3x3 pad 1
  instancenorm
  groupnorm 2
  lrn 3 alpha 0.5
  layernorm axis 1
  lppool 2
  global-maxpool
  flatten
  linear 10
  """,
  "moves": """
  input 1x5x5
  conv 4 2x2
  a: split 1,3
  pad before 0,0,1,0 after 0,0,0,1 with reflect from a:1
  slice axes 2,3 starts 1,0 ends 5,4
  gather axis 1 indices 0,2,1,0
  depth-to-space 2
  space-to-depth 2
  transpose 0,2,3,1
  reshape 0,4,-1
  expand 1,1,4,16
  reshape 0,4,4,4
  tile 1,1,1,2
  resize axes 2,3 scales 0.5,1 kernel linear
  concat from resize1, resize1
  flatten
  linear 10
  """,
  "operators": """
  input 1x6x6
  a: conv 3 3x3
  b: constant 3x1x1
  c: arithmetic multiply from a, b
  compare less from a, c
  logic not
  select from logic1, a, c
  matmul from select1, a
  d: reduce log-sum-exp axes 2
  argmax axis 3 drop from a
  argmin axis 3 drop from a
  places: reduce maximum axes 0,1,2 drop from argmin1
  rows: gather-by axis 3 from d, places
  e: reshape 0,3,1 from rows
  arithmetic maximum from argmax1, e
  flatten
  linear 10
  """,
]
