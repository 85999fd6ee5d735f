/*
 * version.h -- which Damselfly this is.
 */
#ifndef KERNEL_VERSION_H
#define KERNEL_VERSION_H

#define DAMSELFLY_RELEASE	"0.1"
#define DAMSELFLY_VERSION	"Damselfly 0.1"

#endif
