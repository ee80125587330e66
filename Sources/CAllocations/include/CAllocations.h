#ifndef C_ALLOCATIONS_H
#define C_ALLOCATIONS_H

/// Begins to count the allocations of all threads, from 0.
void allocations_count_begin(void);

/// Stops counting and returns how many there were; -1 where they cannot be counted.
long allocations_count_end(void);

#endif
