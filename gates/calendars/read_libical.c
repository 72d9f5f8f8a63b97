/* Reads a calendar with libical and prints [uid, start, status] of each event as JSON.
   Ends with 1 where libical reports an error in any component. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *all_of_stdin(void)
{
    size_t size = 0, room = 1 << 16;
    char *text = malloc(room);
    int c;
    while ((c = getchar()) != EOF) {
        if (size + 2 > room)
            text = realloc(text, room *= 2);
        text[size++] = (char)c;
    }
    text[size] = '\0';
    return text;
}

int main(void)
{
    char *text = all_of_stdin();
    icalcomponent *root = icalparser_parse_string(text);
    const char *between = "";
    if (!root || icalcomponent_isa(root) != ICAL_VCALENDAR_COMPONENT) {
        fprintf(stderr, "libical sees no calendar\n");
        return 1;
    }
    if (icalcomponent_count_errors(root) || !icalrestriction_check(root)) {
        fprintf(stderr, "libical reports errors:\n%s\n", icalcomponent_as_ical_string(root));
        return 1;
    }
    printf("[");
    for (icalcomponent *event = icalcomponent_get_first_component(root, ICAL_VEVENT_COMPONENT);
         event; event = icalcomponent_get_next_component(root, ICAL_VEVENT_COMPONENT)) {
        struct icaltimetype starts = icalcomponent_get_dtstart(event);
        char when[32];
        if (starts.is_date) {
            snprintf(when, sizeof when, "%04d-%02d-%02d", starts.year, starts.month, starts.day);
        } else {
            struct icaltimetype utc = icaltime_convert_to_zone(starts, icaltimezone_get_utc_timezone());
            snprintf(when, sizeof when, "%04d-%02d-%02dT%02d:%02d:%02dZ", utc.year, utc.month,
                     utc.day, utc.hour, utc.minute, utc.second);
        }
        printf("%s[\"%s\",\"%s\",\"%s\"]", between, icalcomponent_get_uid(event), when,
               icalproperty_status_to_string(icalcomponent_get_status(event)));
        between = ",";
    }
    printf("]");
    icalcomponent_free(root);
    free(text);
    return 0;
}
