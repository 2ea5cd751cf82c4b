#ifndef FRAMELOG_PROCESS_H
#define FRAMELOG_PROCESS_H

/* Processor seconds of a process, user and kernel; a JVM's just-in-time compiler apart. */
struct processor_time {
  double work, compiler;
  double kernel; /* the part of the work that the kernel did, the compiler's included */
};

/* From /proc; all are 0 for a process that is gone. */
struct processor_time processor_time_of(int pid);

/* Processor seconds of this one. */
double own_processor_time(void);

/* Resident memory in KB. */
long resident_kb(int pid);

/* Pages of memory that all TCP sockets of the machine hold. */
long tcp_pages(void);

#endif
