#include "process.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Processor seconds of a process or thread from its stat file, its name and the kernel's part. */
static double seconds_of(const char *path, char name[32], double *kernel_part) {
  char line[1024];
  FILE *file = fopen(path, "r");
  if (!file) {
    return 0;
  }
  size_t length = fread(line, 1, sizeof line - 1, file);
  fclose(file);
  line[length] = 0;
  char *open = strchr(line, '('), *close = strrchr(line, ')');
  unsigned long user, kernel;
  if (!open || !close ||
      sscanf(close + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &kernel) != 2) {
    return 0;
  }
  snprintf(name, 32, "%.*s", (int)(close - open - 1), open + 1);
  *kernel_part = (double)kernel / (double)sysconf(_SC_CLK_TCK);
  return (double)(user + kernel) / (double)sysconf(_SC_CLK_TCK);
}

/* Matches "C1 CompilerThread0" and "C2 CompilerThread0", cut to 15 bytes, and "Sweeper thread". */
static bool is_compiler(const char *name) {
  return !strncmp(name, "C1 CompilerThre", 15) || !strncmp(name, "C2 CompilerThre", 15) ||
         !strncmp(name, "Sweeper thread", 14);
}

struct processor_time processor_time_of(int pid) {
  char path[300], name[32] = "";
  struct processor_time time = {0, 0, 0};
  snprintf(path, sizeof path, "/proc/%d/task", pid);
  DIR *threads = opendir(path);
  for (struct dirent *entry; threads && (entry = readdir(threads));) {
    snprintf(path, sizeof path, "/proc/%d/task/%s/stat", pid, entry->d_name);
    double seconds = entry->d_name[0] == '.' ? 0 : seconds_of(path, name, &time.kernel);
    time.compiler += seconds > 0 && is_compiler(name) ? seconds : 0;
  }
  if (threads) {
    closedir(threads);
  }
  /* The whole process, including ended threads. */
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  time.work = seconds_of(path, name, &time.kernel) - time.compiler;
  return time;
}

double own_processor_time(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static long number_after(const char *path, const char *line_start, const char *format) {
  char line[512];
  long found = 0;
  FILE *file = fopen(path, "r");
  while (file && fgets(line, sizeof line, file)) {
    if (!strncmp(line, line_start, strlen(line_start))) {
      sscanf(line, format, &found);
    }
  }
  if (file) {
    fclose(file);
  }
  return found;
}

long resident_kb(int pid) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/status", pid);
  return number_after(path, "VmRSS:", "VmRSS: %ld");
}

long tcp_pages(void) {
  return number_after("/proc/net/sockstat", "TCP:",
                      "TCP: inuse %*d orphan %*d tw %*d alloc %*d mem %ld");
}
