-- A page's records are found by their keys, most of them in memory: reading the whole table for each page costs more.
SET random_page_cost = 1.1
