module glim

go 1.19
