#ifndef FRAMELOG_PROCESS_H
#define FRAMELOG_PROCESS_H

/* Processor seconds of a process, user and kernel; a JVM's just-in-time compiler separately. */
struct processor_time {
  double work, compiler;
  double kernel; /* the kernel's part of both */
};

/* Reads /proc; all are 0 for a process that has ended. */
struct processor_time processor_time_of(int pid);

/* Processor seconds of this process. */
double own_processor_time(void);

/* Resident memory in KB. */
long resident_kb(int pid);

/* Pages of memory that all TCP sockets of the machine hold. */
long tcp_pages(void);

#endif
