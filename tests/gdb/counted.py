"""From the first stop on the machine's time is that of its instructions: to
the end of the program, and once more after back."""

from checks import check, data, done, said
import moments

time, count = moments.clocks()
data("ahead", time - count)
check("[the machine ends by itself" in said("continue"), "to the end")
said("back")
# And there it stays: GDB lets a machine go on when it leaves it.
check("[the machine ends by itself" in said("continue"), "to the end again")
done()
