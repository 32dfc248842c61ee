# Makes r.csv, all.csv, some.csv and chosen.*.csv: what R and its packages say, for tests/references/test_references.py.
# Run by hand, never by the suite:  Rscript tests/references/make_references.R
# Debian: r-base-core r-cran-survey r-cran-multilevel r-cran-igraph
suppressMessages({library(survey); library(multilevel)})

here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
version_of <- function(package) paste(package, packageVersion(package))
R <- paste("R", getRversion())
table <- list()
add <- function(how, inputs, value, call, with = R) {
  inputs <- paste(names(inputs), vapply(inputs, paste, "", collapse = ","), sep = "=", collapse = ";")
  table[[length(table) + 1]] <<- data.frame(how, inputs, value = format(value, digits = 17), digits = "",
                                            source = paste0(with, ": ", call))
}
ends <- function(how, inputs, interval, call, with = R) {
  add(how, c(inputs, end = "low"), interval[1], call, with)
  add(how, c(inputs, end = "high"), interval[2], call, with)
}

# 1. Student's t
for (m in c(10, 20, 50)) for (p in c(.90, .975, .995))
  add("t_quantile", list(p = p, row = m), qt(p, m - 1), sprintf("qt(%s, %d)", p, m - 1))

# 2. Intervals of one mean, and of the difference of two (Welch); `sleep` is Student's own example
set.seed(20)
people <- list(a = round(rnorm(10, 55, 12), 1), b = round(rnorm(20, 48, 18), 1), c = round(rnorm(50, 60, 15), 1))
people$d <- sleep$extra[sleep$group == 1]
people$e <- sleep$extra[sleep$group == 2]
for (name in names(people)) {
  x <- people[[name]]
  ends("mean_interval", list(x = x), t.test(x)$conf.int, "t.test(x)")
}
for (name in c("a", "b", "c")) {
  x <- people[[name]]
  ends("range", list(x = x), t.test(x, conf.level = .80)$conf.int, "t.test(x, conf.level = .80)")
  ends("contrast", list(x = x), t.test(x, conf.level = .99)$conf.int, "t.test(x, conf.level = .99)")
}
for (pair in list(c("a", "b"), c("b", "c"), c("c", "a"), c("d", "e"))) {
  before <- people[[pair[1]]]
  now <- people[[pair[2]]]
  ends("change", list(before = before, now = now), t.test(now, before)$conf.int, "t.test(now, before), Welch")
}

# 3. Shares: the score interval, also with an effective number of people
wilson <- function(x, n) suppressWarnings(prop.test(x, n, correct = FALSE))$conf.int
for (case in list(c(0, 10), c(3, 10), c(7, 20), c(20, 20), c(31, 50), c(50, 120)))
  ends("wilson", list(part = case[1], people = case[2]), wilson(case[1], case[2]), "prop.test(x, n, correct = FALSE)")
for (case in list(c(6, 20, 40), c(9, 12, 15), c(60, 100, 130))) {
  n <- case[2]; N <- case[3]; effective <- n * (N - 1) / (N - n)
  ends("exact_share", list(part = case[1], people = n, staff = N), wilson(case[1] / n * effective, effective),
       "prop.test(x / n * n_eff, n_eff, correct = FALSE), n_eff = n (N - 1) / (N - n)")
}
for (n in c(12, 15, 20)) add("chance_of_ten", list(people = n), pbinom(9, n, .6, lower.tail = FALSE),
                              "pbinom(9, n, .6, lower.tail = FALSE)")

# 4. Agreement: one minus the variance over that of the greatest dissent, 4
for (x in list(c(3, 3, 4, 2, 3, 3, 4, 3), c(0, 4, 0, 4, 2, 2), c(0, 0, 4, 4), c(1, 2, 2, 3, 3, 3, 4, 4, 0, 2, 3)))
  add("rwg", list(ratings = x), rwg(x, rep(1, length(x)), ranvar = 4)$rwg, "rwg(x, group, ranvar = 4)",
      version_of("multilevel"))

# 5. Scores of 28 people: five principles, eight domains, four stages; all rated, and with gaps that rise with the stage
set.seed(28)
design <- expand.grid(domain = 1:8, principle = c("S", "T", "C", "E", "H"), stringsAsFactors = FALSE)
design$stage <- (design$domain + match(design$principle, unique(design$principle))) %% 4 + 1
columns <- with(design, paste(principle, paste0("d", domain), stage, sep = "."))
leaning <- rnorm(28)
all <- sapply(design$stage, function(stage)
  pmin(4, pmax(0, round(2.6 - .3 * stage + .7 * leaning + rnorm(28)))))
colnames(all) <- columns
some <- all
for (at in seq_along(columns)) some[runif(28) < .08 * design$stage[at], at] <- NA
seldom <- which(columns == "S.d1.3")
some[-(1:4), seldom] <- NA # four people only: does not count
write.csv(all, file.path(here, "all.csv"), row.names = FALSE, quote = FALSE)
write.csv(some, file.path(here, "some.csv"), row.names = FALSE, quote = FALSE, na = "dk")

weights_of <- function(kind, what, counts) { # from the definitions, written anew
  counted <- function(which) { w <- numeric(40); w[which & counts] <- 1 / sum(which & counts); w }
  cell <- function(p, t) counted(design$principle == p & design$stage == t)
  principle <- function(p) rowMeans(sapply(1:4, function(t) cell(p, t)))
  parts <- strsplit(what, ".", fixed = TRUE)[[1]]
  switch(kind,
    cell = cell(parts[1], as.numeric(parts[2])),
    principle = principle(what),
    contrast = principle(what) - rowMeans(sapply(unique(design$principle), principle)),
    domain = {
      own <- which(design$domain == as.numeric(substring(what, 2)) & counts)
      w <- numeric(40)
      for (at in own) { w[at] <- w[at] + 1 / length(own); w <- w - counted(design$stage == design$stage[at]) / length(own) }
      w
    })
}
told <- list(c("principle", "S"), c("principle", "H"), c("cell", "T.2"), c("cell", "S.3"), c("contrast", "C"),
             c("domain", "d3"))
N <- 40

# everybody rated everything: svymean and svycontrast, with and without population correction
frame <- as.data.frame(all); names(frame) <- paste0("x", 1:40); frame$N <- N
formula <- reformulate(paste0("x", 1:40))
with_staff <- svymean(formula, svydesign(id = ~1, fpc = ~N, data = frame))
without <- svymean(formula, svydesign(id = ~1, weights = ~1, data = frame))
for (one in told) {
  w <- weights_of(one[1], one[2], rep(TRUE, 40))
  names(w) <- names(coef(without))
  inputs <- list(data = "all", kind = one[1], of = one[2])
  add("score", inputs, 25 * unname(coef(svycontrast(without, w))), "25 * svycontrast(svymean)", version_of("survey"))
  add("se_plain", inputs, 25 * as.numeric(SE(svycontrast(without, w))), "25 * SE(svycontrast(svymean))",
      version_of("survey"))
  add("se", c(inputs, staff = N), 25 * as.numeric(SE(svycontrast(with_staff, w))),
      "25 * SE(svycontrast(svymean)), fpc = 40", version_of("survey"))
}

# some could not tell: each item mean is a ratio, of the sum of ratings to the number of raters
rated <- !is.na(some)
frame <- as.data.frame(cbind(ifelse(rated, some, 0), rated + 0)); names(frame) <- c(paste0("x", 1:40), paste0("r", 1:40))
plan <- svydesign(id = ~1, weights = ~1, data = frame)
raters <- colSums(rated)
counts <- raters >= 5
ratio_of <- function(w) { # the linear combination of ratios, its error from svyratio's own covariances
  used <- which(w != 0)
  found <- svyratio(reformulate(paste0("x", used)), reformulate(paste0("r", used)), plan, covmat = TRUE)
  own <- (seq_along(used) - 1) * length(used) + seq_along(used) # each numerator over its own denominator
  stopifnot(all.equal(diag(vcov(found))[own], diag(found$var), check.attributes = FALSE))
  list(score = 25 * sum(w[used] * diag(found$ratio)),
       se = 25 * sqrt(drop(w[used] %*% vcov(found)[own, own] %*% w[used])), heard = mean(raters[used]))
}
for (one in told) {
  w <- weights_of(one[1], one[2], counts)
  found <- ratio_of(w)
  inputs <- list(data = "some", kind = one[1], of = one[2])
  add("score", inputs, found$score, "25 * sum(w * svyratio)", version_of("survey"))
  add("se_plain", inputs, found$se, "25 * sqrt(w' vcov(svyratio) w)", version_of("survey"))
  add("se", c(inputs, staff = N), found$se * sqrt(1 - found$heard / N),
      "the same times sqrt(1 - mean raters / 40)", version_of("survey"))
  add("behind", inputs, 1 / sum((abs(w) / raters)[w != 0]), "1 / sum(abs(w) / n)")
}
for (at in c(1, 14, 40)) {
  x <- some[rated[, at], at]
  inputs <- list(data = "some", of = columns[at])
  add("item_mean", inputs, mean(x), "mean(x)")
  add("item_variance", inputs, var(x), "var(x)")
}

# 6. The simple random sample of 200 schools that comes with survey: sums in, mean and error out, of 6194
data(api)
schools <- svymean(~api00, svydesign(id = ~1, fpc = ~fpc, data = apisrs))
sums <- list(n = 200, sum = sum(apisrs$api00), squares = sum(apisrs$api00^2))
add("sums_mean", sums, unname(coef(schools)), "svymean(~api00, fpc)", version_of("survey"))
add("sums_se", c(sums, staff = 6194), as.numeric(SE(schools)), "SE(svymean(~api00, fpc))", version_of("survey"))

# 7. The fewest people that anybody could work out: least cuts of the graph of rings
ring <- function(path, published) { # the nearest group at or above that is told
  while (!(path %in% published)) path <- if (grepl("/", path)) sub("/[^/]*$", "", path) else ""
  path
}
fewest <- function(people, places, roles) {
  parts <- strsplit(people, " ")
  from <- paste("place", vapply(parts, function(p) ring(sub("-", "", p[1], fixed = TRUE), places), ""))
  to <- paste("role", vapply(parts, function(p) ring(sub("-", "", p[2], fixed = TRUE), roles), ""))
  edges <- aggregate(weight ~ from + to, data.frame(from, to, weight = as.numeric(vapply(parts, `[`, "", 3))), sum)
  graph <- igraph::graph_from_data_frame(edges, directed = FALSE)
  min(vapply(igraph::decompose(graph), function(g) igraph::min_cut(g, capacity = igraph::E(g)$weight), 0))
}
staff <- c("North/1 care 9", "North/1 office 2", "North/2 care 7", "South care 12", "South office 11", "- care 3",
           "North office 4", "South/1 night 6", "South/1 care 8")
for (told in list(list(c("", "North", "South"), c("", "care", "office")), list(c("", "North"), ""),
                  list(c("", "North/1", "South"), c("", "care")), list(c("", "North", "North/1", "South/1"), c("", "night")),
                  list("", "")))
  add("min_disclosed", list(people = staff, places = ifelse(told[[1]] == "", "-", told[[1]]),
                            roles = ifelse(told[[2]] == "", "-", told[[2]])),
      fewest(staff, told[[1]], told[[2]]), "min(min_cut) over decompose(graph)", version_of("igraph"))

# 8. Choice sets: how often each attribute and each pair stand in a design; what 30 invented people chose of 45
read_design <- function(questionnaire) { # its sets and blocks, as the file has them
  lines <- readLines(file.path(here, "../../questionnaires", questionnaire, "1.en.toml"), encoding = "UTF-8")
  after <- which(lines == "[[best_worst.set]]")
  list(sets = lapply(lines[after + 2], function(line) regmatches(line, gregexpr('(?<=")[^",]+(?=")', line, perl = TRUE))[[1]]),
       block = as.integer(sub("block = ", "", lines[after + 1])))
}
incidence_of <- function(design) {
  ids <- sort(unique(unlist(design$sets)))
  sapply(design$sets, function(its) ids %in% its) + matrix(0, length(ids), length(design$sets), dimnames = list(ids, NULL))
}
staff <- 45
set.seed(92)
for (asked in c("priorities", "relationships")) {
  design <- read_design(asked)
  incidence <- incidence_of(design)
  ids <- rownames(incidence)
  together <- incidence %*% t(incidence) # on the diagonal how often each stands, elsewhere each pair
  ends("attribute_stands", list(design = asked), range(diag(together)), "range(diag(N %*% t(N)))")
  ends("pair_stands", list(design = asked), range(together[upper.tri(together)]), "range of N %*% t(N) off the diagonal")

  # everybody was shown one block; in the second questionnaire some left sets out, and three left everything blank
  liking <- rnorm(length(ids), sd = .8)
  most <- least <- matrix(NA_character_, 30, length(design$sets))
  for (person in seq_len(30)) for (at in which(design$block == sample(max(design$block), 1))) {
    worth <- liking[match(design$sets[[at]], ids)] + rnorm(4)
    most[person, at] <- design$sets[[at]][which.max(worth)]
    least[person, at] <- design$sets[[at]][which.min(worth)]
  }
  if (asked == "relationships") {
    left <- matrix(runif(length(most)) < .2, nrow(most))
    left[28:30, ] <- TRUE
    most[left] <- least[left] <- NA
  }
  write.csv(ifelse(is.na(most), "", paste(most, least, sep = ">")), file.path(here, paste0("chosen.", asked, ".csv")),
            row.names = FALSE, quote = FALSE)
  shown <- (!is.na(most)) %*% t(incidence)
  net <- sapply(ids, function(id) rowSums(most == id, na.rm = TRUE) - rowSums(least == id, na.rm = TRUE))
  counts <- table(factor(most, ids)) - table(factor(least, ids))
  frame <- data.frame(x = I(net), c = I(shown), N = staff)
  for (id in ids[c(1, 3, 6, 8)]) {
    frame$x <- net[, id]; frame$c <- shown[, id]
    inputs <- list(asked = asked, of = id)
    plain <- svyratio(~x, ~c, svydesign(id = ~1, weights = ~1, data = frame))
    add("choice_net", inputs, counts[[id]], "table(most) - table(least)")
    add("choice_score", inputs, 100 * coef(plain)[[1]], "100 * svyratio", version_of("survey"))
    add("choice_se_plain", inputs, 100 * SE(plain)[[1]], "100 * SE(svyratio)", version_of("survey"))
    add("choice_se", c(inputs, staff = staff),
        100 * SE(plain)[[1]] * sqrt(1 - sum(frame$c) / staff / sum(incidence[id, ])),
        "the same times sqrt(1 - sum(c) / 45 / sets that hold it)", version_of("survey"))
    largest <- max(tapply(incidence[id, ], design$block, sum), 2)
    add("choice_behind", inputs, sum(frame$c) / largest, "sum(c) / max(tapply(incidence, block, sum), 2)")
  }
}
# one set that everybody was shown: nothing but people is drawn, so survey's own correction holds
four <- c("a", "b", "c", "d")
once <- t(replicate(30, four[order(c(1, .5, 0, 0) + rnorm(4), decreasing = TRUE)][c(1, 4)]))
write.csv(data.frame(V1 = paste(once[, 1], once[, 2], sep = ">")), file.path(here, "chosen.once.csv"),
          row.names = FALSE, quote = FALSE)
for (id in four[1:3]) {
  frame <- data.frame(x = (once[, 1] == id) - (once[, 2] == id), c = 1, N = staff)
  found <- svyratio(~x, ~c, svydesign(id = ~1, fpc = ~N, data = frame))
  inputs <- list(asked = "once", of = id)
  add("choice_score", inputs, 100 * coef(found)[[1]], "100 * svyratio", version_of("survey"))
  add("choice_se", c(inputs, staff = staff), 100 * SE(found)[[1]], "100 * SE(svyratio), fpc = 45", version_of("survey"))
}

write.csv(do.call(rbind, table), file.path(here, "r.csv"), row.names = FALSE)
