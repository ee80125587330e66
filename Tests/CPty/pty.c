int cpty_empty;
