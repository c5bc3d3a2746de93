// Preloaded into a host: its wall clock is an hour ahead while the file CLOCK_AHEAD exists. Clocks that only measure are left alone, for what waits
// by them would time out (libfaketime shifts those of condition variables too).
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static time_t ahead(void)
{
    const char *file = getenv("CLOCK_AHEAD");
    return file && access(file, F_OK) == 0 ? 3600 : 0;
}

int clock_gettime(clockid_t clock, struct timespec *time)
{
    int result = syscall(SYS_clock_gettime, clock, time);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
    {
        time->tv_sec += ahead();
    }

    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    int result = syscall(SYS_gettimeofday, now, zone);
    if (result == 0 && now)
    {
        now->tv_sec += ahead();
    }

    return result;
}

time_t time(time_t *result)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (result)
    {
        *result = now.tv_sec;
    }

    return now.tv_sec;
}
