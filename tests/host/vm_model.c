/*
 * vm_model.c -- random operations on address spaces and on a plain model.
 *
 * The model knows nothing of entries, objects, tables or reference counts:
 * a space is an array of pages, each with its rights and its byte; what is
 * shared is a cell that several pages point to.
 */
#include "tests/host/vm_model.h"

#define RAM_PAGES	420
#define SPACES		5
#define FILES		3
#define FILE_PAGES	6
#define CHUNK		24		/* pages of one stretch of addresses */
#define CHUNKS		3
#define NPAGES		(CHUNK * CHUNKS)

/* A byte that several mappings share: a page of a file or of shared memory. */
struct cell {
	int c_refs;
	uint8_t c_value;
	bool c_of_file;			/* lives as long as the test */
	bool c_beyond;			/* behind the end of the file */
};

struct mpage {
	bool mp_mapped;
	bool mp_shared;
	bool mp_file;			/* a private mapping of a file */
	bool mp_charged;
	int mp_prot;
	int mp_inherit;
	struct cell *mp_cell;		/* shared, or a file's, not written */
	uint8_t mp_value;		/* else */
};

static struct vmspace *spaces[SPACES];
static struct mpage model[SPACES][NPAGES];
static struct vm_object *files[FILES];
static struct cell file_cells[FILES][FILE_PAGES + CHUNK];
static uint64_t rnd;
static uint64_t pages_before, commit_before;
static int looked_at;			/* page of the last range */

static unsigned
pick(unsigned n)
{
	return (next_random(&rnd) % n);
}

/* The stretches cross the ends of lowest and of second tables. */
static vm_offset_t
va_of(int page)
{
	static const vm_offset_t ends[CHUNKS] = {
		USER_MMAP_START + (2ul << 20),
		USER_MMAP_START + (1ul << 30),
		USER_MMAP_START + (512ul << 30)
	};

	return (ends[page / CHUNK] - ptoa(CHUNK / 2) + ptoa(page % CHUNK));
}

/* ---------------------------------------------------------------- cells */

static struct cell *
cell_new(uint8_t value)
{
	struct cell *cell = calloc(1, sizeof(*cell));

	cell->c_value = value;
	return (cell);
}

static struct cell *
cell_ref(struct cell *cell)
{
	if (cell != NULL)
		cell->c_refs++;
	return (cell);
}

static void
cell_drop(struct cell *cell)
{
	if (cell != NULL && --cell->c_refs == 0 && !cell->c_of_file)
		free(cell);
}

static void
page_clear(struct mpage *mp)
{
	if (mp->mp_mapped)
		cell_drop(mp->mp_cell);
	memset(mp, 0, sizeof(*mp));
}

static bool
page_pays(const struct mpage *mp)
{
	if (mp->mp_shared)
		return (false);
	return (mp->mp_file ? (mp->mp_prot & PROT_WRITE) != 0 :
	    mp->mp_prot != PROT_NONE);
}

/* The byte there, 0 beyond a file's end. */
static uint8_t
page_value(const struct mpage *mp)
{
	if (mp->mp_cell == NULL)
		return (mp->mp_value);
	return (mp->mp_cell->c_beyond ? 0 : mp->mp_cell->c_value);
}

/* --------------------------------------------------- what a program does */

/* The byte that a program reaches at va, or NULL and the signal. */
static uint8_t *
touch(struct vmspace *vm, vm_offset_t va, int access, int *sigp)
{
	struct vm_page *pg;

	*sigp = 0;
	for (int tries = 0; tries < 3 && *sigp == 0; tries++) {
		pg = host_translate(&vm->vm_pmap, va, access);
		if (pg != NULL)
			return ((uint8_t *)vm_page_va(pg) + (va & PAGE_MASK));
		*sigp = vm_fault(vm, va, access);
	}
	if (*sigp == 0)
		fail_msg("fault at %lx does not end", (unsigned long)va);
	return (NULL);
}

int
model_read(struct vmspace *vm, vm_offset_t va)
{
	int sig;
	uint8_t *byte = touch(vm, va, PROT_READ, &sig);

	return (byte != NULL ? *byte : -sig);
}

int
model_write(struct vmspace *vm, vm_offset_t va, uint8_t value)
{
	int sig;
	uint8_t *byte = touch(vm, va, PROT_WRITE, &sig);

	if (byte != NULL)
		*byte = value;
	return (sig);
}

static int
expected_signal(const struct mpage *mp, int access)
{
	if (!mp->mp_mapped || (access & ~mp->mp_prot) != 0)
		return (SIGSEGV);
	if (mp->mp_cell != NULL && mp->mp_cell->c_beyond)
		return (SIGBUS);
	return (0);
}

static void
step_read(int s, int page)
{
	struct mpage *mp = &model[s][page];
	int sig = expected_signal(mp, PROT_READ);

	assert_int_equal(model_read(spaces[s], va_of(page)),
	    sig != 0 ? -sig : page_value(mp));
}

static void
step_write(int s, int page)
{
	struct mpage *mp = &model[s][page];
	uint8_t value = (uint8_t)pick(256);
	int sig = expected_signal(mp, PROT_WRITE);

	assert_int_equal(model_write(spaces[s], va_of(page), value), sig);
	if (sig != 0)
		return;
	if (mp->mp_shared) {
		mp->mp_cell->c_value = value;
		return;
	}
	cell_drop(mp->mp_cell);
	mp->mp_cell = NULL;
	mp->mp_value = value;
}

/* ----------------------------------------------------------- operations */

/*
 * A random range inside one stretch.  One of its pages is looked at before
 * the operation and after, so that a translation can be out of date.
 */
static void
pick_range(int s, int *firstp, int *lastp)
{
	int chunk = (int)pick(CHUNKS), a = (int)pick(CHUNK);
	int n = pick(3) == 0 ? 1 : 1 + (int)pick(CHUNK / 2);

	*firstp = chunk * CHUNK + a;
	*lastp = chunk * CHUNK + (a + n < CHUNK ? a + n : CHUNK) - 1;
	looked_at = *firstp + (int)pick((unsigned)(*lastp - *firstp + 1));
	step_read(s, looked_at);
}

static void
model_map(struct mpage *mp, int prot, bool shared, int file, int index)
{
	page_clear(mp);
	mp->mp_mapped = true;
	mp->mp_prot = prot;
	mp->mp_shared = shared;
	mp->mp_file = file >= 0;
	mp->mp_inherit = shared ? INHERIT_SHARE : INHERIT_COPY;
	if (file >= 0)
		mp->mp_cell = cell_ref(&file_cells[file][index]);
	else if (shared)
		mp->mp_cell = cell_ref(cell_new(0));
	mp->mp_charged = page_pays(mp);
}

static int
pick_prot(void)
{
	static const int prots[] = { PROT_NONE, PROT_READ,
	    PROT_READ | PROT_WRITE, PROT_READ | PROT_WRITE, PROT_ALL };

	return (prots[pick(5)]);
}

static void
step_map(int s)
{
	int first, last, prot = pick_prot();
	bool shared = pick(2) == 0;
	int file = pick(2) == 0 ? (int)pick(FILES) : -1;
	int index = (int)pick(3);
	vm_offset_t va;
	int error;

	pick_range(s, &first, &last);
	va = va_of(first);
	error = vm_mmap(spaces[s], &va, ptoa(last - first + 1), prot,
	    PROT_ALL, (shared ? MAP_SHARED : MAP_PRIVATE) | MAP_FIXED,
	    file >= 0 ? files[file] : NULL, ptoa(index));
	if (error != 0) {
		assert_int_equal(error, ENOMEM);
		return;
	}
	for (int i = first; i <= last; i++)
		model_map(&model[s][i], prot, shared, file,
		    index + i - first);
}

static void
step_unmap(int s)
{
	int first, last, error;

	pick_range(s, &first, &last);
	error = vm_munmap(spaces[s], va_of(first), ptoa(last - first + 1));
	if (error != 0) {
		assert_int_equal(error, ENOMEM);
		return;
	}
	for (int i = first; i <= last; i++)
		page_clear(&model[s][i]);
}

static void
step_protect(int s)
{
	int first, last, error, prot = pick_prot();
	bool hole = false;

	pick_range(s, &first, &last);
	for (int i = first; i <= last; i++)
		hole = hole || !model[s][i].mp_mapped;
	error = vm_mprotect(spaces[s], va_of(first), ptoa(last - first + 1),
	    prot);
	if (error != 0) {
		assert_int_equal(error, ENOMEM);
		return;
	}
	assert_false(hole);
	for (int i = first; i <= last; i++) {
		model[s][i].mp_prot = prot;
		model[s][i].mp_charged |= page_pays(&model[s][i]);
	}
}

static void
model_inherit(struct mpage *mp, int inherit)
{
	uint8_t value = page_value(mp);

	mp->mp_inherit = inherit;
	if (inherit != INHERIT_SHARE || mp->mp_shared)
		return;
	cell_drop(mp->mp_cell);
	mp->mp_cell = cell_ref(cell_new(value));
	mp->mp_shared = true;
	mp->mp_file = false;
	mp->mp_charged = false;
}

static void
step_inherit(int s)
{
	int first, last, inherit = (int)pick(3), error;

	pick_range(s, &first, &last);
	error = vm_minherit(spaces[s], va_of(first), ptoa(last - first + 1),
	    inherit);
	if (error != 0) {
		assert_int_equal(error, ENOMEM);
		return;
	}
	for (int i = first; i <= last; i++) {
		if (model[s][i].mp_mapped)
			model_inherit(&model[s][i], inherit);
	}
}

static void
model_fork_page(struct mpage *child, const struct mpage *parent)
{
	page_clear(child);
	if (!parent->mp_mapped || parent->mp_inherit == INHERIT_NONE)
		return;
	*child = *parent;
	if (parent->mp_shared && parent->mp_inherit == INHERIT_COPY) {
		child->mp_value = page_value(parent);
		child->mp_cell = NULL;
		child->mp_shared = false;
		child->mp_file = false;
		child->mp_charged = true;
	}
	cell_ref(child->mp_cell);
}

static void
step_drop(int s)
{
	vmspace_drop(spaces[s]);
	spaces[s] = NULL;
	for (int i = 0; i < NPAGES; i++)
		page_clear(&model[s][i]);
}

static void
step_fork(int s)
{
	int child = (int)pick(SPACES);

	if (child == s)
		return;
	if (spaces[child] != NULL)
		step_drop(child);
	spaces[child] = vmspace_fork(spaces[s]);
	if (spaces[child] == NULL)
		return;
	for (int i = 0; i < NPAGES; i++)
		model_fork_page(&model[child][i], &model[s][i]);
}

void
model_step(void)
{
	int s = (int)pick(SPACES), page = (int)pick(NPAGES);

	host_kmalloc_fail(pick(4) == 0 ? (int)pick(4) : -1);
	if (spaces[s] == NULL)
		spaces[s] = vmspace_alloc();
	if (spaces[s] == NULL)
		return;
	switch (pick(16)) {
	case 0: case 1: case 2:
		step_map(s);
		break;
	case 3:
		step_unmap(s);
		break;
	case 4:
		step_protect(s);
		break;
	case 5:
		step_inherit(s);
		break;
	case 6: case 7:
		step_fork(s);
		break;
	case 8:
		if (pick(4) == 0)
			step_drop(s);
		break;
	case 9: case 10: case 11: case 12:
		step_write(s, page);
		break;
	default:
		step_read(s, page);
		break;
	}
	if (spaces[s] != NULL && pick(4) == 0)
		step_write(s, looked_at);
	else if (spaces[s] != NULL)
		step_read(s, looked_at);
	host_kmalloc_fail(-1);
	model_check_charges();
	if (pick(8) == 0)
		assert_int_equal(model_vm_check(), 0);
}

/* --------------------------------------------------------------- checks */

/* Root, pages and tables, counted one by one. */
static uint64_t
model_charge(int s)
{
	vm_offset_t prev[3] = { 0, 0, 0 }, slot;
	uint64_t n = 1;

	for (int i = 0; i < NPAGES; i++) {
		if (!model[s][i].mp_mapped)
			continue;
		n += model[s][i].mp_charged;
		for (int level = 0; level < 3; level++) {
			slot = (va_of(i) >> (21 + 9 * level)) + 1;
			n += slot != prev[level];
			prev[level] = slot;
		}
	}
	return (n);
}

static void
check_entries(struct vm_map *map)
{
	struct vm_map_entry *entry;
	vm_offset_t end = 0;
	uint64_t size = 0;
	int n = 0;

	for (entry = vm_map_first(map); entry != NULL;
	    entry = vm_map_next(entry)) {
		assert_true(entry->vme_start >= end);
		assert_true(entry->vme_end > entry->vme_start);
		size += entry->vme_end - entry->vme_start;
		end = entry->vme_end;
		n++;
	}
	assert_int_equal(n, map->map_nentries);
	assert_int_equal(size, map->map_size);
}

void
model_check_charges(void)
{
	struct vmspace *vm;
	uint64_t sum = 0;

	LIST_FOREACH(vm, &vmspace_list, vm_list) {
		assert_int_equal(vm->vm_charge, vm_map_charge(&vm->vm_map));
		check_entries(&vm->vm_map);
		sum += vm->vm_charge;
	}
	for (int s = 0; s < SPACES; s++) {
		if (spaces[s] != NULL)
			assert_int_equal(spaces[s]->vm_charge,
			    model_charge(s));
	}
	sum += vm_page_kind_count(PG_OBJECT) + vm_page_kind_count(PG_KERNEL);
	assert_int_equal(sum, vm_commit_now());
	assert_true(sum <= vm_commit_limit());
}

void
model_nothing_left(void)
{
	assert_true(LIST_EMPTY(&vmspace_list));
	assert_true(LIST_EMPTY(&vm_object_list));
	assert_int_equal(vm_object_count(), 0);
	assert_int_equal(vm_commit_now(), commit_before);
	assert_int_equal(vm_page_free_count(), pages_before);
	assert_int_equal(M_VMMAP->ks_inuse, 0);
	assert_int_equal(M_VMSPACE->ks_inuse, 0);
}

/* ------------------------------------------------------- begin and end */

void
model_boot(void)
{
	host_boot(RAM_PAGES);
	host_pmap_boot();
	pages_before = vm_page_free_count();
	commit_before = vm_commit_now();
}

void
model_start(unsigned seed)
{
	struct vm_page *pg;

	rnd = seed;
	for (int f = 0; f < FILES; f++) {
		files[f] = vm_object_alloc(VMO_FILE, 0);
		assert_int_equal(vm_object_resize(files[f], FILE_PAGES), 0);
		for (int i = 0; i < FILE_PAGES + CHUNK; i++) {
			file_cells[f][i].c_value = (uint8_t)(i + 16 * f);
			file_cells[f][i].c_of_file = true;
			file_cells[f][i].c_beyond = i >= FILE_PAGES;
			if (i >= FILE_PAGES)
				continue;
			pg = vm_object_lookup(files[f], (uint64_t)i);
			*(uint8_t *)vm_page_va(pg) = (uint8_t)(i + 16 * f);
		}
	}
}

void
model_end(void)
{
	for (int s = 0; s < SPACES; s++) {
		for (int i = 0; spaces[s] != NULL && i < NPAGES; i++)
			step_read(s, i);
	}
	for (int s = 0; s < SPACES; s++) {
		if (spaces[s] != NULL)
			step_drop(s);
	}
	for (int f = 0; f < FILES; f++) {
		assert_int_equal(files[f]->vmo_refs, 1);
		vm_object_drop(files[f]);
	}
	model_nothing_left();
}
